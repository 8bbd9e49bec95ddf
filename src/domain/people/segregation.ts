/**
 * Segregation of duties: nobody approves, authorises or pays what they asked for, built, decided alone or are connected
 * to. It is one table: each duty says after which earlier duties, on the same thing, a person may not perform it, to
 * whose performers they may not be connected, and whether they may be connected to the party that it benefits.
 *
 * Panel members who decided together may authorise: no one of them could have awarded the grant.
 */
import {
  connectedParties,
  connectedPersons,
  type ConnectionFacts,
  type PartyId,
  type PersonId,
} from '../decision/connections';
import { type Refusal, refuse } from '../refusals/refusal';

/** Everything that a person can have done on the way of money that keeps somebody from a later step. */
export const duties = [
  'applied',
  'helped write',
  'assessed',
  'decided alone',
  'decided with panel',
  'decided appeal',
  'recorded paper acceptance',
  'confirmed paper acceptance',
  'gave bank details',
  'checked bank details',
  'requested purchase',
  'authorised purchase',
  'matched invoice',
  'moved payment ahead',
  'built run',
  'authorised run',
  'sent run',
  'wrote report',
  'accepted report',
  'wrote off refund',
] as const;

/** Something done, or to be done, by a person. */
export type Duty = (typeof duties)[number];

/** Who may not perform a duty. */
export interface DutyRule {
  /** What was done, as it follows "you" or "who" in a sentence. */
  readonly said: string;
  /** Not the person who did one of these. */
  readonly notAfter: readonly Duty[];
  /** Nor anybody connected to a person who did one of these: their family, household or business partner. */
  readonly notNear: readonly Duty[];
  /** Whether a connection to the party that it benefits (the group, the provider, the payee) keeps somebody from it. */
  readonly unconnected: boolean;
}

const asked = ['applied', 'requested purchase'] as const;

/** What makes money payable that nobody of the group has typed for. */
const onPaper = ['recorded paper acceptance', 'confirmed paper acceptance'] as const;

const beforeAuthorising = [
  ...asked,
  ...onPaper,
  'gave bank details',
  'decided alone',
  'moved payment ahead',
  'built run',
] as const;

/** The table. */
export const segregation: Readonly<Record<Duty, DutyRule>> = {
  applied: { said: 'applied', notAfter: [], notNear: [], unconnected: false },
  'helped write': { said: 'helped to write the application', notAfter: [], notNear: [], unconnected: false },
  assessed: {
    said: 'assessed the application',
    notAfter: ['applied', 'helped write'],
    notNear: ['applied'],
    unconnected: true,
  },
  'decided alone': {
    said: 'decided on the application alone',
    notAfter: ['applied', 'helped write'],
    notNear: ['applied'],
    unconnected: true,
  },
  'decided with panel': {
    said: 'decided on the application with the panel',
    notAfter: ['applied', 'helped write'],
    notNear: ['applied'],
    unconnected: true,
  },
  'decided appeal': {
    said: 'decided on the appeal',
    notAfter: ['applied', 'helped write', 'decided alone'],
    notNear: ['applied', 'decided alone'],
    unconnected: true,
  },
  'recorded paper acceptance': {
    said: 'recorded that the agreement was signed on paper',
    notAfter: [],
    notNear: [],
    unconnected: true,
  },
  'confirmed paper acceptance': {
    said: 'confirmed that the agreement was signed on paper',
    notAfter: [
      'applied',
      'helped write',
      'assessed',
      'decided alone',
      'decided with panel',
      'decided appeal',
      'recorded paper acceptance',
      'moved payment ahead',
      'built run',
      'authorised run',
      'sent run',
    ],
    notNear: ['applied', 'recorded paper acceptance'],
    unconnected: true,
  },
  'gave bank details': { said: 'gave the bank details', notAfter: [], notNear: [], unconnected: false },
  'checked bank details': {
    said: 'checked the bank details',
    notAfter: ['gave bank details'],
    notNear: ['gave bank details'],
    unconnected: true,
  },
  'requested purchase': { said: 'asked for this purchase', notAfter: [], notNear: [], unconnected: true },
  'authorised purchase': {
    said: 'authorised this purchase',
    notAfter: ['requested purchase'],
    notNear: ['requested purchase'],
    unconnected: true,
  },
  'matched invoice': { said: 'matched the invoice', notAfter: [], notNear: [], unconnected: true },
  'moved payment ahead': {
    said: 'moved a payment ahead of others',
    notAfter: [...asked],
    notNear: [...asked],
    unconnected: true,
  },
  'built run': { said: 'built this payment run', notAfter: [...asked, ...onPaper], notNear: [], unconnected: true },
  'authorised run': {
    said: 'authorised this payment run',
    notAfter: [...beforeAuthorising],
    notNear: [...beforeAuthorising],
    unconnected: true,
  },
  'sent run': { said: 'sent this payment run', notAfter: [...asked, ...onPaper], notNear: [], unconnected: true },
  'wrote report': { said: 'wrote the report', notAfter: [], notNear: [], unconnected: false },
  'accepted report': {
    said: 'accepted the report',
    notAfter: ['applied', 'wrote report'],
    notNear: ['applied', 'wrote report'],
    unconnected: true,
  },
  'wrote off refund': {
    said: 'wrote off what was to be returned',
    notAfter: ['applied'],
    notNear: ['applied'],
    unconnected: true,
  },
};

/** Something that somebody did earlier, on the very thing that is asked about (or on any payment of a run). */
export interface DutyDone {
  readonly duty: Duty;
  readonly personId: PersonId;
}

/** Whom it benefits, and the standing connections to answer from. */
export interface DutyConnections {
  /** The group, provider or payee; of a payment run, all payees. */
  readonly parties: readonly PartyId[];
  readonly facts: ConnectionFacts;
}

/**
 * Why a person may not perform a duty, if so: SAME_PERSON when they did something earlier that keeps them from it,
 * CONNECTED_PERSON when they are connected to somebody who did, or to the party that it benefits.
 */
export function mayPerform(
  duty: Duty,
  personId: PersonId,
  earlier: readonly DutyDone[],
  { parties, facts }: DutyConnections,
): Refusal | undefined {
  const rule = segregation[duty];
  const own = earlier.find((done) => done.personId === personId && rule.notAfter.includes(done.duty));
  if (own !== undefined) {
    return refuse('SAME_PERSON', { facts: { duty, earlier: own.duty, because: segregation[own.duty].said } });
  }
  const near = connectedPersons(personId, facts);
  const nearOne = earlier.find((done) => near.has(done.personId) && rule.notNear.includes(done.duty));
  if (nearOne !== undefined) {
    const to = `the person who ${segregation[nearOne.duty].said}`;
    return refuse('CONNECTED_PERSON', { facts: { duty, earlier: nearOne.duty, to } });
  }
  if (!rule.unconnected) return undefined;
  const connected = connectedParties(personId, facts);
  const party = parties.find((partyId) => connected.has(partyId));
  if (party === undefined) return undefined;
  return refuse('CONNECTED_PERSON', { facts: { duty, partyId: party, to: 'the organisation that it is about' } });
}
