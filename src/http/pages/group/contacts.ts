import { asksSecondContact } from '../../../domain/application/confirmations';
import { refuse } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Form, type Page } from '../frame/page';
import { backToGrant } from './back';
import { loadGrant, standingOf, type GroupGrant } from './grant-data';
import { isToConfirm } from './views';
import { groupWords as words } from './words';

type Kind = GroupGrant['confirmations'][number]['kind'];

/** The one of a kind that was asked for, and has no answer yet or a no. */
const openOf = (kind: Kind, { confirmations }: GroupGrant) =>
  confirmations.find((one) => one.kind === kind && (one.state === 'asked' || one.state === 'denied'));

/** Where one of a kind stands, as a tag beside whoever was asked. */
function askedOf(kind: Kind, grant: GroupGrant) {
  const found = grant.confirmations.find((one) => one.kind === kind);
  return found === undefined
    ? undefined
    : {
        who: found.contact?.name ?? '',
        tag: {
          words: words.contacts.states[found.state],
          meaning: ({ asked: 'other', confirmed: 'done', denied: 'late', waived: 'over' } as const)[found.state],
        },
      };
}

/** What somebody can do whose application waits for an answer that does not come. */
function ifSilent(kind: 'host' | 'second_contact', grant: GroupGrant): readonly string[] {
  const open = openOf(kind, grant);
  if (open?.state !== 'asked' || !isToConfirm(grant)) return [];
  const w = words.contacts.ifSilent;
  const name = open.contact?.name ?? words.contacts.theyInstead;
  return [w.lead(name), w.ask(name), kind === 'host' ? w.hostInstead : w.secondInstead];
}

/** Whether the organisation that a group named has said yes, or nobody waits for that. */
const hasConfirmed = ({ confirmations }: GroupGrant): boolean =>
  confirmations.every(({ kind, state }) => kind !== 'host' || state === 'confirmed' || state === 'waived');

/** Sends the mail once more to whoever has not answered. */
const askAgain = (kind: Kind, place: string): Form<GroupGrant> =>
  commandForm<GroupGrant>({
    command: 'askConfirmationAgain',
    fields: {},
    standing: standingOf,
    refusal: (grant) =>
      openOf(kind, grant)?.state === 'asked' ? undefined : refuse('CONFIRMATION_UNKNOWN', { field: '/confirmationId' }),
    body: (_body, grant) => ({ confirmationId: openOf(kind, grant)?.id }),
    done: ({ subjectId }) => saying(`/grants/${subjectId}/${place}`, 'askedAgain'),
  });

/** Which organisation receives the money for a group that has no bank account. */
const hostPage = definePage<GroupGrant>({
  address: '/grants/:id/host',
  for: ['applicant'],
  words,
  load: loadGrant,
  show: (grant) => ({
    template: 'group/host.njk',
    title: grant.host === null ? words.contacts.hostTitle : words.contacts.kinds.host,
    back: backToGrant(grant),
    now:
      grant.host === null ? undefined : words.contacts[hasConfirmed(grant) ? 'hostNow' : 'hostWanted'](grant.host.name),
    gives: grant.host === null ? undefined : words.contacts.hostGives(grant.host.name),
    isAwarded: grant.award !== null,
    asked: askedOf('host', grant),
    silent: ifSilent('host', grant),
    messages: `/grants/${grant.id}/messages`,
  }),
  forms: {
    name: commandForm<GroupGrant>({
      command: 'nameHost',
      fields: {
        host: { kind: 'text', at: '/hostName', label: words.contacts.hostName },
        person: {
          kind: 'text',
          at: '/contactName',
          label: words.contacts.hostPerson,
          hint: words.contacts.hostPersonHint,
        },
        email: { kind: 'email', at: '/contactEmail', label: words.contacts.hostEmail },
      },
      standing: standingOf,
      placeOf: (pointer) => (pointer === '/hostId' ? '/hostName' : pointer),
      done: ({ subjectId }) => saying(`/grants/${subjectId}/host`, 'hostAsked'),
    }),
    again: askAgain('host', 'host'),
    own: commandForm<GroupGrant>({
      command: 'removeHost',
      fields: {},
      standing: standingOf,
      refusal: ({ host }) => (host === null ? refuse('HOST_NOT_NAMED') : undefined),
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'ownAccount'),
    }),
  },
});

/** Who is reached when the first contact is away. */
const secondContactPage = definePage<GroupGrant>({
  address: '/grants/:id/second-contact',
  for: ['applicant'],
  words,
  load: loadGrant,
  show: (grant) => {
    const second = grant.application?.contacts?.[1];
    return {
      template: 'group/second-contact.njk',
      title: words.contacts.secondTitle,
      back: backToGrant(grant),
      now: second?.name === undefined ? undefined : words.contacts.secondNow(second.name),
      asked: askedOf('second_contact', grant),
      confirms: asksSecondContact(grant.policy),
      silent: ifSilent('second_contact', grant),
      messages: `/grants/${grant.id}/messages`,
    };
  },
  forms: {
    change: commandForm<GroupGrant>({
      command: 'replaceSecondContact',
      fields: {
        name: { kind: 'text', at: '/name', label: words.contacts.name },
        email: { kind: 'email', at: '/email', label: words.contacts.email },
        phone: { kind: 'tel', at: '/phone', label: words.contacts.phone },
        role: { kind: 'text', at: '/role', label: words.contacts.role },
      },
      standing: standingOf,
      body: (body) => ({ name: '', email: '', ...body }),
      done: ({ subjectId }) => saying(`/grants/${subjectId}/second-contact`, 'secondAsked'),
    }),
    again: askAgain('second_contact', 'second-contact'),
  },
});

/** The pages about whoever confirms an application besides who sends it. */
export const contactPages: readonly Page[] = [hostPage, secondContactPage];
