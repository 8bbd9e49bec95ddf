import { z } from 'zod';
import type { ChangeLookBody } from '../../commands/organisation/change-look';
import type { ChangeSwitchBody } from '../../commands/organisation/change-switch';
import { switches } from '../../domain/organisation/switches';
import { name, nothing } from './fields';
import { id } from './reads/common';
import { ids } from './reads/examples';

/** Body of `changeLook`. */
export const changeLookBody: z.ZodType<ChangeLookBody> = z.strictObject({
  name,
  colour: z.string().max(20).nullable().meta({ example: '#1b4f72' }),
  telephone: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .nullable()
    .optional()
    .describe('How groups reach you; null for none, left out to leave it.'),
  email: z.email().max(254).nullable().optional(),
  address: z.string().trim().min(1).max(300).nullable().optional(),
});

/** Body of `changeSwitch`. */
export const changeSwitchBody: z.ZodType<ChangeSwitchBody> = z.strictObject({
  switch: z.enum(switches),
  on: z.boolean(),
});

/** Body of `removeLogo`. */
export const removeLogoBody = nothing;

/** An example of an organisation. */
export const organisationExample = {
  id: ids.meeting,
  slug: 'croydon',
  name: 'Croydon Voluntary Action',
  version: 3,
  colour: '#1b4f72',
  telephone: '020 8253 7000',
  email: 'grants@croydon.example',
  address: '82 London Road, Croydon CR0 2TB',
  logo: null,
  switchedOn: ['online_scoring'],
  allowed: ['changeLook', 'removeLogo', 'changeSwitch'],
} as const;

/** The organisation as its own people read it. */
export const organisationAnswer = z
  .strictObject({
    id,
    slug: z.string(),
    name: z.string(),
    version: z.int(),
    colour: z.string().nullable().describe('Behind white words; null for Grantpot’s own.'),
    telephone: z.string().nullable(),
    email: z.string().nullable(),
    address: z.string().nullable(),
    logo: z.string().nullable().describe('Where the logo is, for anybody.'),
    switchedOn: z.array(z.enum(switches)).describe('What is off until an organisation wants it, and on in yours.'),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Organisation', example: organisationExample });
