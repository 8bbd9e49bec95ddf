import type { SubjectType } from '../../src/contracts/ids';
import { lifeOf, lives } from '../../src/domain/lives';
import { absent } from '../../src/domain/lives/life';
import { paymentStates } from '../../src/domain/money/payment-states';
import type { About, Thing } from './things-on-pages';

/** Every kind of subject that has a life. */
export const subjects = Object.keys(lives) as SubjectType[];

/** Every state that a life's table names. */
export const statesOf = (subject: SubjectType): readonly string[] => {
  const named = Object.values(lifeOf(subject)).flatMap(({ from, to = [] }) => [...from, ...to]);
  return [...new Set(named)].filter((state) => state !== absent);
};

/** What pages call the subjects of lives. */
const calledOnPages: Readonly<Record<SubjectType, About>> = {
  grant: 'grant',
  purchase: 'purchase',
  payment_run: 'run',
  round: 'round',
  fund: 'fund',
  pot: 'pot',
  meeting: 'meeting',
  party: 'group',
  person: 'person',
  organisation: 'organisation',
};

/** The states of lives and of payments in which none of these things is. What has one state alone is always in it. */
export function statesWithNothing(things: readonly Thing[]): readonly string[] {
  const lived = subjects.map((subject) => [calledOnPages[subject], statesOf(subject)] as const);
  return [...lived, ['payment', paymentStates] as const].flatMap(([about, states]) => {
    const there = things.filter((thing) => thing.about === about).map(({ state }) => state.split(',')[0]);
    const isIn = (state: string) => (states.length === 1 ? there.length > 0 : there.includes(state));
    return states.filter((state) => !isIn(state)).map((state) => `${about} ${state}`);
  });
}
