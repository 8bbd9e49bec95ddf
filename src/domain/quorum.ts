/** Who counts when a meeting decides on one group's application, and whether they are enough. */
import { connectedParties, connectionTo, type ConnectionFacts, type PartyId, type PersonId } from './connections';
import { type Refusal, refuse } from './refusal';

/** What was recorded of a meeting for one item. */
export interface MeetingItem<Id extends PersonId = PersonId> {
  /** The panel members who came; officers who attend do not decide and are not among them. */
  readonly present: readonly Id[];
  /** The group whose application it is. */
  readonly partyId: PartyId;
  readonly facts: ConnectionFacts;
  /** What members declared at this item, besides their standing connections. */
  readonly declared: readonly { readonly personId: PersonId; readonly level: 'connected' | 'knows' }[];
  /** Those who helped the group to write the application. */
  readonly helpedWrite: readonly PersonId[];
  /** Those who left the room for this item, for whatever reason. */
  readonly left: readonly PersonId[];
  /** How many the policy asks for. */
  readonly quorum: number;
}

/** Why somebody who came does not count. */
export type NotCounted = 'connected' | 'helped write' | 'left the room';

/** Who counts at one item. */
export interface Quorum<Id extends PersonId = PersonId> {
  readonly counted: readonly Id[];
  readonly met: boolean;
  readonly excluded: readonly { readonly personId: Id; readonly why: NotCounted }[];
  /** Of those who count, who knows the group: minuted, and the chair rules. */
  readonly knows: readonly Id[];
}

/**
 * Counts those present who are neither connected to the group nor helped to write its application nor left the room;
 * each person once.
 */
export function quorumAt<Id extends PersonId>(item: MeetingItem<Id>): Quorum<Id> {
  const { declared, facts, partyId } = item;
  const declaredAs = (personId: Id, level: 'connected' | 'knows') =>
    declared.some((interest) => interest.personId === personId && interest.level === level);
  const whyNot = (personId: Id): NotCounted | undefined => {
    if (declaredAs(personId, 'connected') || connectedParties(personId, facts).has(partyId)) return 'connected';
    if (item.helpedWrite.includes(personId)) return 'helped write';
    return item.left.includes(personId) ? 'left the room' : undefined;
  };

  const asked = [...new Set(item.present)].map((personId) => ({ personId, why: whyNot(personId) }));
  const counted = asked.flatMap(({ personId, why }) => (why === undefined ? [personId] : []));
  return {
    counted,
    met: counted.length >= item.quorum,
    excluded: asked.flatMap(({ personId, why }) => (why === undefined ? [] : [{ personId, why }])),
    knows: counted.filter(
      (personId) => declaredAs(personId, 'knows') || connectionTo(personId, partyId, facts) === 'knows',
    ),
  };
}

/** QUORUM_NOT_MET, with how many count and how many are needed, unless enough do. */
export function quorumRefusal(item: MeetingItem): Refusal | undefined {
  const { counted, met } = quorumAt(item);
  if (met) return undefined;
  return refuse('QUORUM_NOT_MET', { facts: { counted: counted.length, quorum: item.quorum } });
}
