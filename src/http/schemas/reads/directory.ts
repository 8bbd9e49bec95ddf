import { z } from 'zod';
import { needKinds } from '../../../domain/purchases/services';
import { at, id, named, on, page, pageByName, personTold, sum } from './common';
import { ids, officer } from './examples';

const need = z.enum(needKinds);

export const servicesQuery = z.strictObject({
  need: need.optional(),
  providerId: id.optional(),
  area: z.string().trim().min(1).max(100).optional(),
  ...pageByName,
});

/** A service that a provider offers, and when what is said of it was last confirmed. */
export const service = z
  .strictObject({
    id,
    name: z.string(),
    need,
    pricePence: sum,
    area: z.string(),
    whoFor: z.string().nullable(),
    nextFreeOn: on.nullable(),
    confirmedAt: at,
    provider: named,
    owner: personTold,
  })
  .meta({ id: 'Service' });
export const servicesPage = page(service).meta({ id: 'ServicesPage' });

export const serviceExample = {
  id: ids.event,
  name: 'Six sessions of counselling',
  need: 'counselling',
  pricePence: 24_000,
  area: 'Croydon',
  whoFor: 'Women over 18',
  nextFreeOn: '2026-12-07',
  confirmedAt: '2026-11-02T10:00:00.000Z',
  provider: { id: ids.provider, name: 'Croydon Women’s Counselling' },
  owner: officer,
} as const satisfies z.input<typeof service>;

/** What was needed and nobody offered. */
export const unmetNeeds = z
  .strictObject({
    items: z.array(
      z.strictObject({
        need,
        area: z.string(),
        count: z.int().nullable().describe('Null for a count under 5, which is not told.'),
      }),
    ),
  })
  .meta({ id: 'UnmetNeeds' });
