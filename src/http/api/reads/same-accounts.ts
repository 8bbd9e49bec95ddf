import { sameAccounts, type PaidTo, type SameAccount } from '../../../domain/money/same-accounts';
import type { paymentRunAnswer } from '../../schemas/reads/money';
import type { Told } from '../read-route';
import type { RunFound } from './run-file';

/** The accounts that a run pays more than once, or that another payee was paid on lately. What cannot be opened is not compared. */
export const sameAccountsOf = (
  { alike }: Pick<RunFound, 'alike'>,
  open: (sealed: string) => string | undefined,
): readonly SameAccount[] =>
  sameAccounts(
    alike.flatMap(({ sealed, ...one }) => {
      const numbers = open(sealed);
      return numbers === undefined ? [] : [{ ...one, numbers }];
    }),
  );

/** The same for a program: which payments, never the account. */
export const sameAccountTold = ({
  inRun,
  before,
  givenBy,
  ofDifferentPayees,
}: SameAccount): Told<typeof paymentRunAnswer>['sameAccounts'][number] => {
  const told = (payments: readonly PaidTo[]) =>
    payments.flatMap(({ paymentId, reference }) => (paymentId === null ? [] : [{ id: paymentId, reference }]));
  return {
    payments: told(inRun),
    paidBefore: told(before),
    givenBy: givenBy.map(({ payeeId, payee }) => ({ id: payeeId, name: payee })),
    ofDifferentPayees,
  };
};
