import { pence } from '../../domain/money/money';
import { bankDetails, prepareBankDetails } from '../schemas/bank-details';
import { closeFundBody, expectInstalmentBody, openFundBody } from '../schemas/funds';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about funds over HTTP. */
export const fundRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'openFund',
    summary: 'Open a fund: money from one funder',
    body: openFundBody,
    example: {
      name: 'Reducing Reoffending 2026',
      funderId: exampleIds.party,
      ownerId: exampleIds.person,
      spendBy: '2027-03-31',
    },
    creates: true,
    refusals: ['NOT_FOR_ONE_POT', 'PARTY_UNKNOWN', 'PARTY_NOT_FUNDER', 'PERSON_UNKNOWN', 'OWNER_NOT_STAFF'],
  }),
  commandRoute({
    command: 'expectInstalment',
    summary: 'Note when a part of the funder’s money should be in the bank',
    body: expectInstalmentBody,
    example: { potId: exampleIds.pot, amountPence: pence(1_000_000), expectedOn: '2026-11-02' },
    refusals: ['POT_UNKNOWN', 'POT_NOT_OF_FUND', 'POT_CLOSED', 'NOT_FOR_ONE_POT'],
  }),
  commandRoute({
    command: 'setRefundAccount',
    summary: 'Say into which account groups pay back what they did not use, as a new version',
    body: bankDetails,
    example: { accountName: 'Croydon Voluntary Action', sortCode: '08-99-99', accountNumber: '66374958' },
    prepare: prepareBankDetails,
    refusals: [
      'NOT_FOR_ONE_POT',
      'ACCOUNT_NAME_MISSING',
      'SORT_CODE_MALFORMED',
      'ACCOUNT_NUMBER_MALFORMED',
      'BANK_DETAILS_IMPOSSIBLE',
    ],
  }),
  commandRoute({
    command: 'closeFund',
    summary: 'Close a fund whose pots are all closed',
    body: closeFundBody,
    example: {},
    refusals: ['NOT_FOR_ONE_POT', 'FUND_HAS_OPEN_POTS'],
  }),
];
