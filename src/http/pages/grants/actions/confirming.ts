import { londonDate, shortDateInWords, type Instant } from '../../../../domain/calendar/calendar';
import { staffRoles } from '../../../../domain/lives/roles';
import type { StatusMeaning } from '../../../../domain/words/status';
import type { Page } from '../../frame/page';
import type { Field } from '../../form/field';
import type { GrantData } from '../grant/data';
import { grantWords } from '../words';
import { grantActionPage, grantForm } from './action-page';
import { reason } from './reason';

const w = grantWords.act.confirmations;
type Confirmation = GrantData['grant']['confirmations'][number];

const meanings = { asked: 'other', confirmed: 'done', denied: 'late', waived: 'over' } as const satisfies Record<
  Confirmation['state'],
  StatusMeaning
>;
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));
const isOpen = ({ state }: Confirmation): boolean => state === 'asked' || state === 'denied';

/** Which of those that are open; chosen already where there is one. */
const which = ({ grant }: GrantData, states: readonly Confirmation['state'][]): Field => ({
  kind: 'choice',
  at: '/confirmationId',
  label: w.which,
  missing: w.whichMissing,
  options: grant.confirmations
    .filter(({ state }) => states.includes(state))
    .map(({ id, kind, contact }) => ({ value: id, words: w.one(w.kinds[kind], contact?.name) })),
});
const onlyOne = ({ grant }: GrantData, states: readonly Confirmation['state'][]) => {
  const [first, ...others] = grant.confirmations.filter(({ state }) => states.includes(state));
  return first !== undefined && others.length === 0 ? { confirmationId: first.id } : {};
};

const confirmations = grantActionPage({
  page: 'confirmations',
  for: staffRoles,
  template: 'confirmations.njk',
  show: ({ grant }) => {
    const written = grant.confirmations.find(({ kind }) => kind === 'application');
    const silent = grant.confirmations.flatMap(({ kind, state, contact }) =>
      state === 'asked' && kind !== 'application' ? [contact?.name ?? grantWords.grant.somebody] : [],
    );
    return {
      title: w.title,
      lead: grant.confirmations.length === 0 ? w.empty : w.lead,
      all: grant.confirmations.map((one) => ({
        what: w.kinds[one.kind],
        tag: { words: w.states[one.state], meaning: meanings[one.state] },
        asked: w.asked(one.contact?.name, one.contact?.email, day(one.askedAt)),
        settled:
          one.settledAt === null
            ? ''
            : w.settled(day(one.settledAt), one.waivedBy === null ? undefined : one.waivedBy.name),
      })),
      notes: [
        ...(silent.length > 0 ? w.silent(silent.join(w.and)) : []),
        ...(written !== undefined && isOpen(written) ? w.notes : []),
      ],
      blocks: [
        ...(grant.confirmations.some(({ state }) => state === 'asked')
          ? [{ form: 'askConfirmationAgain', button: w.again, will: w.againWill }]
          : []),
        ...(grant.confirmations.some(isOpen)
          ? [{ form: 'waiveConfirmation', button: w.waive, heading: w.waive, will: w.waiveWill }]
          : []),
      ],
    };
  },
  forms: {
    askConfirmationAgain: grantForm({
      command: 'askConfirmationAgain',
      fields: (data) => ({ which: which(data, ['asked']) }),
      initial: (data) => onlyOne(data, ['asked']),
      done: 'askedAgain',
    }),
    waiveConfirmation: grantForm({
      command: 'waiveConfirmation',
      fields: (data) => ({ which: which(data, ['asked', 'denied']), reason: reason(w.reason, w.reasonHint) }),
      initial: (data) => onlyOne(data, ['asked', 'denied']),
      done: 'wentOn',
    }),
  },
});

/** Who confirms an application besides who sent it, as staff see it. */
export const confirmingPages: readonly Page[] = [confirmations];
