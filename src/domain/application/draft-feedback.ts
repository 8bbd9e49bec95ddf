/** What a group shows of a draft before it sends it, to whom, and what can be said of it. */
import type { Policy } from '../policy/policy';

/** What decides who of the staff sees a draft. */
export interface DraftSight {
  /** The officer who helps to write it. */
  readonly helpedBy: string | null;
  /** Since when its group shares it. */
  readonly sharedAt: string | null;
}

/** Whether staff see a draft: one that an officer helps to write, or that its group shares. All others are the group's own. */
export const isOpenToStaff = ({ helpedBy, sharedAt }: DraftSight): boolean => helpedBy !== null || sharedAt !== null;

/** The answers that a comment can be about, as pointers into the application; the empty one is all of it. */
export function answersToComment({ questions }: Pick<Policy, 'questions'>): readonly string[] {
  return [
    '',
    '/organisationType',
    '/organisationIncomePence',
    '/childrenOrAdultsAtRisk',
    '/contacts',
    '/purpose',
    '/activities',
    '/peopleHelped',
    '/area',
    '/startsOn',
    '/budget',
    '/giftsInKind',
    ...questions.map(({ key }) => `/answers/${key}`),
    '/declarations',
  ];
}
