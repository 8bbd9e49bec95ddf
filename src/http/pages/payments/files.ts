import { exportAsCsv } from '../../../commands/payments/export-csv';
import { isId } from '../../../contracts/ids';
import { londonDate, type Instant } from '../../../domain/calendar/calendar';
import { findRunFile } from '../../api/reads/run-file';
import { definePage, type PageContext } from '../frame/page';
import { toThePenny } from '../frame/sum';
import { paymentWords } from './words';

const words = paymentWords.sheet;

const load = ({ parts, asker, params }: PageContext) => {
  const id = params['id'] ?? '';
  return isId(id) ? findRunFile(parts.reading.db, parts.reading.open, asker, id) : Promise.resolve(undefined);
};

/** The file of a released run, as the API gives it. Its name holds a day and nothing of anybody. */
export const runFilePage = definePage({
  address: '/payment-runs/:id/file',
  for: ['payment_maker'],
  words: paymentWords,
  load,
  show: ({ run, lines }) => ({
    file: {
      name: `payments-${londonDate((run.exportedAt ?? run.createdAt) as Instant)}.csv`,
      type: 'text/csv; charset=utf-8',
      content: exportAsCsv(lines),
    },
  }),
});

/** The same to be keyed in by hand: most small organisations have no bank file. */
export const keyingSheetPage = definePage({
  address: '/payment-runs/:id/keying-sheet',
  for: ['payment_maker'],
  words: paymentWords,
  load,
  show: ({ run, lines }) => ({
    template: 'payments/keying-sheet.njk',
    title: words.title(run.name),
    back: { to: `/payment-runs/${run.id}`, words: paymentWords.back },
    lines: lines.map(({ accountName, sortCode, accountNumber, amountPence, reference }, place) => ({
      number: String(place + 1),
      accountName,
      sortCode: sortCode.replace(/^(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3'),
      accountNumber,
      sum: toThePenny(amountPence),
      reference,
    })),
    total: toThePenny(lines.reduce((total, { amountPence }) => total + amountPence, 0)),
  }),
});
