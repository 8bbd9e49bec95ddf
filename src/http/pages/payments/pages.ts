import type { Page } from '../frame/page';
import { payAgainPage } from './again';
import { payAheadPage } from './ahead';
import { buildRunPage } from './build';
import { keyingSheetPage, runFilePage } from './files';
import { paymentRunsPage, paymentsPage } from './list';
import { runPage } from './run';
import { cancelRunPage, dropPaymentPage, reassignRunPage } from './run-steps';

/** The pages about payments, and about payment runs from the first tick to the bank statement. */
export const paymentPages: readonly Page[] = [
  paymentsPage,
  payAgainPage,
  payAheadPage,
  paymentRunsPage,
  buildRunPage,
  cancelRunPage,
  dropPaymentPage,
  reassignRunPage,
  runFilePage,
  keyingSheetPage,
  runPage,
];
