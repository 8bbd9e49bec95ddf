import { z } from 'zod';
import { roles } from '../../../domain/lives/roles';
import { partyKinds } from '../../../domain/people/role-granting';
import { grantStages } from '../../../domain/lives/grant-life';
import { at, id, named, on, page, pageByName, sum } from './common';
import { applicant, group, ids, pot } from './examples';

const partyKind = z.enum(partyKinds);
const role = z.enum(roles);
const connectionKind = z.enum(['self', 'committee', 'employee', 'family', 'business', 'knows']);

export const partiesQuery = z.strictObject({ kind: partyKind.optional(), ...pageByName });

/** A group, provider, funder, host or employer. */
export const partyListed = z
  .strictObject({ id, name: z.string(), kind: partyKind, organisationType: z.string().nullable(), createdAt: at })
  .meta({ id: 'PartyListed' });
export const partiesPage = page(partyListed).meta({ id: 'PartiesPage' });

/** All that is known of a party: its people, its awards, and what each open pot may still award it. */
export const partyAnswer = partyListed
  .extend({
    version: z.int(),
    connections: z.array(
      z.strictObject({
        id,
        person: named,
        kind: connectionKind,
        position: z.string().nullable(),
        signatory: z.boolean(),
        declaredAt: at,
      }),
    ),
    people: z.array(z.strictObject({ id, person: named, role, ownLimitPence: sum.nullable() })),
    bankAccount: z
      .strictObject({ id, version: z.int(), accountName: z.string(), lastDigits: z.string(), givenAt: at })
      .nullable()
      .meta({ description: 'For itself and for staff; null for the panel.' }),
    awards: z.array(
      z.strictObject({
        grantId: id,
        reference: z.string().nullable(),
        stage: z.enum(grantStages),
        pot: named,
        awardedPence: sum,
        cameBackPence: sum,
        decidedOn: on,
      }),
    ),
    caps: z
      .array(
        z.strictObject({ pot: named, capPence: sum, period: z.string(), awardablePence: sum, moreFrom: on.nullable() }),
      )
      .meta({ description: 'What each open pot may award it today under its cap, and from which day that is more.' }),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Party' });

export const partyListedExample = {
  id: ids.group,
  name: group.name,
  kind: 'group',
  organisationType: 'registered_charity',
  createdAt: '2026-06-01T10:00:00.000Z',
} as const satisfies z.input<typeof partyListed>;
export const partyExample = {
  ...partyListedExample,
  version: 4,
  connections: [
    {
      id: ids.event,
      person: applicant,
      kind: 'committee',
      position: 'chair',
      signatory: true,
      declaredAt: '2026-06-01T10:05:00.000Z',
    },
  ],
  people: [{ id: ids.command, person: applicant, role: 'applicant', ownLimitPence: null }],
  bankAccount: {
    id: ids.run,
    version: 1,
    accountName: 'F.W.P. Hibiscus',
    lastDigits: '958',
    givenAt: '2026-11-04T12:00:00.000Z',
  },
  awards: [
    {
      grantId: ids.grant,
      reference: 'CRO-2026-0011',
      stage: 'closed',
      pot,
      awardedPence: 50_000,
      cameBackPence: 0,
      decidedOn: '2026-06-01',
    },
  ],
  caps: [{ pot, capPence: 200_000, period: 'P12M', awardablePence: 150_000, moreFrom: '2027-06-01' }],
  allowed: ['connectToParty'],
} as const satisfies z.input<typeof partyAnswer>;

export const peopleQuery = z.strictObject({ role: role.optional(), partyId: id.optional(), ...pageByName });

const roleHeld = z
  .strictObject({
    id,
    role,
    pot: named.nullable(),
    party: named.nullable(),
    ownLimitPence: sum.nullable(),
    grantedAt: at,
  })
  .meta({ id: 'RoleHeld' });
const person = z.strictObject({
  id,
  name: z.string(),
  email: z.string().nullable(),
  version: z.int(),
  createdAt: at,
  leftAt: at.nullable(),
  roles: z.array(roleHeld),
});

/** Somebody who works with the organisation. */
export const personListed = person.meta({ id: 'PersonListed' });
export const peoplePage = page(personListed).meta({ id: 'PeoplePage' });
export const personAnswer = person
  .extend({
    partyConnections: z.array(
      z.strictObject({
        id,
        party: named,
        kind: connectionKind,
        position: z.string().nullable(),
        signatory: z.boolean(),
        declaredAt: at,
      }),
    ),
    personConnections: z.array(
      z.strictObject({ id, person: named, kind: z.enum(['family', 'household', 'business', 'knows']), declaredAt: at }),
    ),
    tokens: z.array(
      z.strictObject({ id, label: z.string(), scopes: z.array(z.string()), createdAt: at, lastUsedAt: at.nullable() }),
    ),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Person' });

/** Who you are, by your token. */
export const meAnswer = person
  .extend({ organisation: z.strictObject({ id, name: z.string(), slug: z.string() }) })
  .meta({ id: 'Me' });

const roleExample = {
  id: ids.command,
  role: 'applicant',
  pot: null,
  party: group,
  ownLimitPence: null,
  grantedAt: '2026-06-01T10:01:00.000Z',
} as const;
export const personListedExample = {
  id: ids.applicant,
  name: applicant.name,
  email: 'grace@hibiscus.example',
  version: 2,
  createdAt: '2026-06-01T10:00:00.000Z',
  leftAt: null,
  roles: [roleExample],
} as const satisfies z.input<typeof personListed>;
export const personExample = {
  ...personListedExample,
  partyConnections: [
    {
      id: ids.event,
      party: group,
      kind: 'committee',
      position: 'chair',
      signatory: true,
      declaredAt: '2026-06-01T10:05:00.000Z',
    },
  ],
  personConnections: [],
  tokens: [],
  allowed: ['grantRole', 'endRole'],
} as const satisfies z.input<typeof personAnswer>;
export const meExample = {
  ...personListedExample,
  organisation: { id: ids.fund, name: 'Croydon Voluntary Action', slug: 'croydon' },
} as const satisfies z.input<typeof meAnswer>;
