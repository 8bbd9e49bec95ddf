import {
  dateInWords,
  instantInWords,
  londonDate,
  type CalendarDate,
  type Instant,
} from '../../../../domain/calendar/calendar';
import { staffRoles } from '../../../../domain/lives/roles';
import { formatPounds, pence, type Pence, subtractPence, ZERO } from '../../../../domain/money/money';
import { periodInWords } from '../../../../domain/policy/period-in-words';
import type { Page } from '../../frame/page';
import type { GrantData } from '../grant/data';
import { grantWords } from '../words';
import { sum } from '../../frame/sum';
import { confirmedFirst, grantActionPage, grantForm } from './action-page';
import { paidAndStaying } from './paid-and-staying';
import { reason } from './reason';

const w = grantWords.act;
const moment = (at: string): string => instantInWords(at as Instant);

const dueRefund = ({ grant }: GrantData) => grant.refunds.find(({ state }) => state === 'due');

const refund = grantActionPage({
  page: 'refund',
  for: staffRoles,
  show: (data) => {
    const due = dueRefund(data);
    const dueSum = sum(due?.amountPence ?? 0);
    return {
      title: w.refund.title,
      lead: due === undefined ? '' : w.refund.due(dueSum, moment(due.dueAt)),
      blocks: [
        { form: 'recordRefund', button: w.refund.see },
        {
          form: 'writeOffRefund',
          button: w.refund.writeOffButton(dueSum),
          heading: w.refund.writeOff,
          will: w.refund.writeOffWill(dueSum, data.grant.party.name),
          warning: true,
        },
      ],
    };
  },
  forms: {
    recordRefund: grantForm({
      command: 'recordRefund',
      fields: {
        amount: { kind: 'money', at: '/amountPence', label: w.refund.amount },
        on: { kind: 'date', at: '/receivedOn', label: w.refund.on },
      },
      initial: (data) => ({ amountPence: dueRefund(data)?.amountPence, receivedOn: londonDate(data.found.now) }),
      preview: confirmedFirst<GrantData>('recordRefund', (body, data) => {
        const { amountPence, receivedOn } = body as { amountPence?: Pence; receivedOn?: CalendarDate };
        const due = pence(dueRefund(data)?.amountPence ?? 0);
        if (amountPence === undefined || receivedOn === undefined || amountPence > due || amountPence === 0)
          return undefined;
        const rest = subtractPence(due, amountPence);
        const will = w.refund.will;
        return {
          will: [
            will.came(formatPounds(amountPence), dateInWords(receivedOn)),
            will.awardable,
            rest === ZERO ? will.all : will.rest(formatPounds(rest)),
          ],
          button: w.refund.button(formatPounds(amountPence)),
        };
      }),
      done: 'refunded',
    }),
    writeOffRefund: grantForm({
      command: 'writeOffRefund',
      fields: { reason: reason(w.refund.reason) },
      done: 'writtenOff',
    }),
  },
});

/** A date's value in the form: its name, and the condition that it is about. */
const end = grantActionPage({
  page: 'end',
  for: staffRoles,
  show: () => ({
    title: w.end.title,
    blocks: [{ form: 'terminate', button: w.end.see, warning: true, previews: true }],
  }),
  forms: {
    terminate: grantForm({
      command: 'terminate',
      fields: ({ grant }) => ({
        reason: reason(w.end.reason, w.end.reasonHint),
        ...(paidAndStaying(grant) > 0 && {
          refund: {
            kind: 'money',
            at: '/refundPence',
            label: w.end.refund,
            hint: w.end.refundHint(formatPounds(paidAndStaying(grant))),
          } as const,
        }),
      }),
      preview: confirmedFirst<GrantData>('terminate', (body, { grant, found }) => {
        const { reason: why = '', refundPence = ZERO } = body as { reason?: string; refundPence?: Pence };
        if (why === '' || refundPence > paidAndStaying(grant)) return undefined;
        const unpaid = sum((grant.money?.leftPence ?? 0) + (grant.money?.promisedPence ?? 0));
        const back = formatPounds(refundPence);
        const { name } = grant.party;
        return {
          will: [
            w.end.will.ends(name),
            w.end.will.unpaid(unpaid),
            ...(refundPence > 0 ? [w.end.will.back(back, name, periodInWords(found.policy.refundWithin))] : []),
            w.end.will.mail(name),
          ],
          button: refundPence > 0 ? w.end.button(back) : w.end.buttonPlain(unpaid),
        };
      }),
      done: 'ended',
    }),
  },
});

/** Money that comes back, and a grant that ends before its time. */
export const endingPages: readonly Page[] = [refund, end];
