import type { Page } from '../frame/page';
import {
  expectInstalmentPage,
  fundPage,
  fundsPage,
  openFundPage,
  recordInstalmentPage,
  refundAccountPage,
} from './funds';
import { linePages } from './lines';
import { potMoneyPage } from './pot';

/** The pages about funds, the funder's instalments, and what moved in a pot. */
export const moneyPages: readonly Page[] = [
  fundsPage,
  openFundPage,
  potMoneyPage,
  ...linePages,
  expectInstalmentPage,
  recordInstalmentPage,
  refundAccountPage,
  fundPage,
];
