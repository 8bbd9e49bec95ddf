/** What somebody without an account is asked to confirm by a link that is mailed to them, and what waits for it. */
import type { Policy } from '../policy/policy';
import { refuse, type Refusal } from '../refusals/refusal';

/** What is confirmed: being the second contact; receiving the money as host; that what an officer wrote down is what the group said. */
export const confirmationKinds = ['second_contact', 'host', 'application'] as const;
export type ConfirmationKind = (typeof confirmationKinds)[number];

/** Where it stands; `replaced` when somebody else was named since. */
export const confirmationStates = ['asked', 'confirmed', 'denied', 'waived', 'replaced'] as const;
export type ConfirmationState = (typeof confirmationStates)[number];

/** One of an application's confirmations. */
export interface Confirmation {
  readonly kind: ConfirmationKind;
  readonly state: ConfirmationState;
}

/** Whether the policy wants the second contact to confirm. Policies from before it could be said do not. */
export function asksSecondContact({ secondContact }: Pick<Policy, 'secondContact'>): boolean {
  return secondContact === 'required';
}

/** One of a kind that nobody has confirmed, and that is not done without. */
const unconfirmed = (confirmations: readonly Confirmation[], wanted: ConfirmationKind): Confirmation | undefined =>
  confirmations.find(({ kind, state }) => kind === wanted && (state === 'asked' || state === 'denied'));

/** HOST_UNCONFIRMED, unless whoever is to receive the money has confirmed it, or there is nobody but the group. */
function hostRefusal(confirmations: readonly Confirmation[]): Refusal | undefined {
  const open = unconfirmed(confirmations, 'host');
  return open === undefined ? undefined : refuse('HOST_UNCONFIRMED', { facts: { state: open.state } });
}

/** What keeps an application from the panel: SECOND_CONTACT_UNCONFIRMED, HOST_UNCONFIRMED. */
export function panelConfirmationRefusal(confirmations: readonly Confirmation[]): Refusal | undefined {
  const open = unconfirmed(confirmations, 'second_contact');
  return open === undefined
    ? hostRefusal(confirmations)
    : refuse('SECOND_CONTACT_UNCONFIRMED', { facts: { state: open.state } });
}

/** What keeps an application from being decided: APPLICATION_UNCONFIRMED, HOST_UNCONFIRMED. */
export function decisionConfirmationRefusal(confirmations: readonly Confirmation[]): Refusal | undefined {
  const open = unconfirmed(confirmations, 'application');
  return open === undefined
    ? hostRefusal(confirmations)
    : refuse('APPLICATION_UNCONFIRMED', { facts: { state: open.state } });
}
