import type { Change, Mail } from '../apply/change';
import { type GrantContext, mailTo } from '../grant/grant-context';
import { groupOf } from '../grant/people-to-tell';

type Facts = NonNullable<Mail['facts']>;

/** A mail about the application to everybody who acts for its group. */
export async function tellGroup(
  c: GrantContext,
  template: Mail['template'],
  facts: Facts = {},
): Promise<readonly Mail[]> {
  return mailTo(await groupOf(c), template, { reference: c.row.reference, ...facts });
}

/** A mail about the application to whoever looks after it; from its submission on somebody does. */
export function tellOwner(c: GrantContext, template: Mail['template'], facts: Facts = {}): readonly Mail[] {
  return mailTo([c.row.owner_id], template, { reference: c.row.reference, ...facts });
}

/** Tells the owner that something is late; on the timeline, staff only see it. */
export function chaseOwner(c: GrantContext, template: Mail['template']): Change {
  return { event: { audience: 'staff', after: { ownerId: c.row.owner_id } }, mails: tellOwner(c, template) };
}
