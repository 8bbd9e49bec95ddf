import { countUnmetNeeds, listServices } from '../../../../db/queries/purchases/services';
import { staffRoles } from '../../../domain/lives/roles';
import { serviceExample, servicesPage, servicesQuery, unmetNeeds } from '../../schemas/reads/directory';
import { readRoute } from '../read-route';

/** Reads of the service directory. */
export const directoryReads = [
  readRoute({
    operationId: 'listServices',
    path: '/services',
    summary: 'Services that providers offer, by name; of one kind of need and area',
    roles: 'any',
    query: servicesQuery,
    response: servicesPage,
    example: { items: [serviceExample], next: null },
    handle: async ({ db, query, ...asker }) => {
      const { items, next } = await listServices(db, asker, query, query);
      return { items: items.map(({ now: _, ...service }) => service), next };
    },
  }),
  readRoute({
    operationId: 'listUnmetNeeds',
    path: '/unmet-needs',
    summary: 'How often something was needed somewhere that nobody offers, in the last twelve months',
    roles: [...staffRoles, 'funder'],
    response: unmetNeeds,
    example: { items: [{ need: 'childcare', area: 'Croydon', count: 7 }] },
    handle: async ({ db, ...asker }) => ({ items: [...(await countUnmetNeeds(db, asker))] }),
  }),
];
