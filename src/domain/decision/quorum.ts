/** Who counts when a meeting decides on one group's application, and whether they are enough. */
import { connectedParties, connectionTo, type ConnectionFacts, type PartyId, type PersonId } from './connections';
import { type Refusal, refuse } from '../refusals/refusal';

/** What a chair can rule of somebody who knows the group: they decide, they stay but do not decide, or they leave for the item. */
export const rulings = ['decides', 'stays', 'leaves'] as const;
export type Ruling = (typeof rulings)[number];

/** What somebody declared at one item, and what the chair of this meeting ruled of who `knows` the group; without it, nothing yet. */
export interface DeclaredInterest {
  readonly personId: PersonId;
  readonly level: 'connected' | 'knows';
  readonly ruling?: Ruling | null | undefined;
}

/** What was recorded of a meeting for one item. */
export interface MeetingItem<Id extends PersonId = PersonId> {
  /** The panel members who came; officers who attend do not decide and are not among them. */
  readonly present: readonly Id[];
  /** The group whose application it is. */
  readonly partyId: PartyId;
  readonly facts: ConnectionFacts;
  /** What members declared at this item, besides their standing connections. */
  readonly declared: readonly DeclaredInterest[];
  /** Those who helped the group to write the application. */
  readonly helpedWrite: readonly PersonId[];
  /** Those who left the room for this item, for whatever reason. */
  readonly left: readonly PersonId[];
  /** How many the policy asks for. */
  readonly quorum: number;
}

/** Why somebody who came does not count. */
export type NotCounted = 'connected' | 'helped write' | 'left the room' | 'the chair ruled';

/** Who counts at one item. */
export interface Quorum<Id extends PersonId = PersonId> {
  readonly counted: readonly Id[];
  readonly met: boolean;
  readonly excluded: readonly { readonly personId: Id; readonly why: NotCounted }[];
  /** Who knows the group and has no other reason not to count: minuted, and the chair rules. */
  readonly knows: readonly Id[];
  /** Of those, on whom the chair has not ruled; they count until then, and nothing is decided before. */
  readonly unruled: readonly Id[];
}

/**
 * Counts those present who are neither connected to the group nor helped to write its application nor left the room, and whom the
 * chair did not rule out though they know the group; each person once.
 */
export function quorumAt<Id extends PersonId>(item: MeetingItem<Id>): Quorum<Id> {
  const { declared, facts, partyId } = item;
  const declaredAs = (personId: Id, level: 'connected' | 'knows') =>
    declared.some((interest) => interest.personId === personId && interest.level === level);
  const whyNot = (personId: Id): NotCounted | undefined => {
    if (declaredAs(personId, 'connected') || connectedParties(personId, facts).has(partyId)) return 'connected';
    if (item.helpedWrite.includes(personId)) return 'helped write';
    if (item.left.includes(personId)) return 'left the room';
    const ruling = ruled(personId);
    return ruling === 'stays' || ruling === 'leaves' ? 'the chair ruled' : undefined;
  };
  const ruled = (personId: Id) =>
    declared.find((one) => one.personId === personId && one.level === 'knows' && one.ruling != null)?.ruling;

  const asked = [...new Set(item.present)].map((personId) => ({ personId, why: whyNot(personId) }));
  const counted = asked.flatMap(({ personId, why }) => (why === undefined ? [personId] : []));
  const knows = asked.flatMap(({ personId, why }) =>
    why === 'the chair ruled' ||
    (why === undefined && (declaredAs(personId, 'knows') || connectionTo(personId, partyId, facts) === 'knows'))
      ? [personId]
      : [],
  );
  return {
    counted,
    met: counted.length >= item.quorum,
    excluded: asked.flatMap(({ personId, why }) => (why === undefined ? [] : [{ personId, why }])),
    knows,
    unruled: knows.filter((personId) => ruled(personId) === undefined),
  };
}

/** QUORUM_NOT_MET, with how many count and how many are needed, unless enough do. */
export function quorumRefusal(item: MeetingItem): Refusal | undefined {
  const { counted, met } = quorumAt(item);
  if (met) return undefined;
  return refuse('QUORUM_NOT_MET', { facts: { counted: counted.length, quorum: item.quorum } });
}
