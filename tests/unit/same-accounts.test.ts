import { sameAccounts, type PaidTo } from '../../src/domain/money/same-accounts';

const paid = (paymentId: string, numbers: string, over: Partial<PaidTo> = {}): PaidTo => ({
  paymentId,
  reference: `CRO-${paymentId}`,
  grantId: null,
  payeeId: `payee of ${paymentId}`,
  payee: 'A group',
  numbers,
  inRun: true,
  ...over,
});
const ids = (found: ReturnType<typeof sameAccounts>) =>
  found.map(({ inRun, before, ofDifferentPayees }) => ({
    inRun: inRun.map(({ paymentId }) => paymentId),
    before: before.map(({ paymentId }) => paymentId),
    ofDifferentPayees,
  }));

test('payments of a run to one account are told, whosever they are', () => {
  expect(ids(sameAccounts([paid('1', 'x'), paid('2', 'y'), paid('3', 'x')]))).toEqual([
    { inRun: ['1', '3'], before: [], ofDifferentPayees: true },
  ]);
  const payeeId = 'one payee';
  expect(ids(sameAccounts([paid('1', 'x', { payeeId }), paid('2', 'x', { payeeId })]))).toEqual([
    { inRun: ['1', '2'], before: [], ofDifferentPayees: false },
  ]);
});

test('so is one to an account that somebody else was paid on before, and not where it was the same payee', () => {
  const payeeId = 'one payee';
  expect(ids(sameAccounts([paid('1', 'x'), paid('2', 'x', { inRun: false })]))).toEqual([
    { inRun: ['1'], before: ['2'], ofDifferentPayees: true },
  ]);
  expect(sameAccounts([paid('1', 'x', { payeeId }), paid('2', 'x', { payeeId, inRun: false })])).toEqual([]);
  expect(sameAccounts([paid('2', 'x', { inRun: false }), paid('3', 'x', { inRun: false })])).toEqual([]);
  expect(sameAccounts([])).toEqual([]);
});

test('so is one to an account that somebody else gave, once, and not where they were paid on it too', () => {
  const given = paid('2', 'x', { inRun: false, paymentId: null, payeeId: 'other' });
  expect(sameAccounts([paid('1', 'x'), given])).toMatchObject([
    { before: [], givenBy: [{ payeeId: 'other' }], ofDifferentPayees: true },
  ]);
  const before = paid('3', 'x', { inRun: false, payeeId: 'other' });
  expect(sameAccounts([paid('1', 'x'), given, before])).toMatchObject([{ before: [before], givenBy: [] }]);
});
