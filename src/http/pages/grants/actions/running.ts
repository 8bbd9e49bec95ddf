import { endOfDay, instantInWords, type CalendarDate, type Instant } from '../../../../domain/calendar/calendar';
import { staffRoles } from '../../../../domain/lives/roles';
import type { Page } from '../../frame/page';
import { movableDatesOf } from '../grant/actions';
import type { GrantData } from '../grant/data';
import { grantWords } from '../words';
import { firstWords } from '../../frame/first-words';
import { sum } from '../../frame/sum';
import { grantActionPage, grantForm } from './action-page';
import { reason } from './reason';

const w = grantWords.act;
const moment = (at: string): string => instantInWords(at as Instant);

const payAgain = grantActionPage({
  page: 'pay-again',
  for: staffRoles,
  show: (data) => {
    const returned = data.grant.payments.filter(({ state }) => state === 'returned');
    const [only, ...others] = returned;
    const button =
      only !== undefined && others.length === 0 ? w.payAgain.button(sum(only.amountPence)) : w.payAgain.buttonOne;
    return { title: w.payAgain.title, blocks: [{ form: 'payAgain', button, will: [w.payAgain.will] }] };
  },
  forms: {
    payAgain: grantForm({
      command: 'payAgain',
      fields: ({ grant }) => ({
        payment: {
          kind: 'choice',
          at: '/paymentId',
          label: w.payAgain.which,
          options: grant.payments
            .filter(({ state }) => state === 'returned')
            .map(({ id, amountPence, dueAt }) => ({
              value: id,
              words: w.payAgain.option(sum(amountPence), moment(dueAt)),
            })),
        },
      }),
      initial: ({ grant }) => {
        const returned = grant.payments.filter(({ state }) => state === 'returned');
        return returned.length === 1 ? { paymentId: returned[0]?.id } : {};
      },
      done: 'paidAgain',
    }),
  },
});
const dateValue = ({ name, about }: { readonly name: string; readonly about: string | null }): string =>
  about === null ? name : `${name}:${about}`;

function dateOptions(data: GrantData) {
  return movableDatesOf(data).map((date) => {
    const about = data.grant.conditions.find(({ id }) => id === date.about);
    const name = w.dates.names[date.name as keyof typeof w.dates.names];
    const isPassed = date.at === '' || date.at <= data.found.now;
    return {
      value: dateValue(date),
      words: about?.wording == null ? name : `${name}: ${firstWords(about.wording, 120)}`,
      hint: isPassed ? w.dates.passed : w.dates.now(moment(date.at)),
    };
  });
}

const dates = grantActionPage({
  page: 'dates',
  for: staffRoles,
  show: ({ grant }) => ({
    title: w.dates.title,
    lead: grant.onHold ? w.dates.onHold : '',
    blocks: [{ form: 'extendDate', button: w.dates.button }],
  }),
  forms: {
    extendDate: grantForm({
      command: 'extendDate',
      fields: (data) => ({
        which: { kind: 'choice', at: '/which', label: w.dates.which, options: dateOptions(data) },
        to: { kind: 'date', at: '/to', label: w.dates.to, hint: w.dates.toHint },
        reason: reason(w.dates.reason, w.dates.reasonHint),
      }),
      initial: (data) => {
        const [only, ...others] = dateOptions(data);
        return only !== undefined && others.length === 0 ? { which: only.value } : {};
      },
      body: (body) => {
        const { which, to, ...others } = body as { which?: string; to?: CalendarDate };
        const [name, about] = (which ?? '').split(':');
        return {
          ...others,
          ...(which === undefined ? {} : { which: name }),
          ...(about === undefined ? {} : { about }),
          ...(to === undefined ? {} : { to: endOfDay(to) }),
        };
      },
      done: 'extended',
    }),
  },
});

const hold = grantActionPage({
  page: 'hold',
  for: staffRoles,
  show: ({ grant }) =>
    grant.onHold
      ? {
          title: w.hold.releaseTitle,
          blocks: [
            {
              form: 'release',
              button: w.hold.releaseButton,
              will: w.hold.releaseWill(moment(grant.heldSince ?? '')),
            },
          ],
        }
      : { title: w.hold.title, blocks: [{ form: 'hold', button: w.hold.button, will: w.hold.will, warning: true }] },
  forms: {
    hold: grantForm({ command: 'hold', fields: { reason: reason(w.hold.reason, w.hold.reasonHint) }, done: 'held' }),
    release: grantForm({
      command: 'release',
      fields: { reason: reason(w.hold.releaseReason, w.hold.releaseHint) },
      done: 'released',
    }),
  },
});

/** What staff do to a grant while it runs. */
export const runningPages: readonly Page[] = [payAgain, dates, hold];
