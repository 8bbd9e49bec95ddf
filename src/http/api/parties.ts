import { bankDetails, prepareBankDetails } from '../schemas/bank-details';
import { addPartyBody, connectToPartyBody, endPartyConnectionBody } from '../schemas/parties';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about groups, providers, funders, hosts and employers over HTTP. */
export const partyRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'addParty',
    summary: 'Add a group, provider, funder, host or employer',
    body: addPartyBody,
    example: { kind: 'group', name: 'Heathfield Ecology Centre', organisationType: 'unincorporated_association' },
    creates: true,
  }),
  commandRoute({
    command: 'connectToParty',
    summary: 'Declare what a person is to an organisation',
    body: connectToPartyBody,
    example: { personId: exampleIds.person, kind: 'committee', position: 'treasurer', signatory: true },
    refusals: ['PERSON_OR_NAME', 'CONNECTION_NOT_YOURS', 'PERSON_UNKNOWN', 'CONNECTION_KNOWN_ALREADY'],
  }),
  commandRoute({
    command: 'endPartyConnection',
    summary: 'End a person’s connection with an organisation',
    body: endPartyConnectionBody,
    example: { connectionId: exampleIds.connection },
    refusals: ['CONNECTION_UNKNOWN', 'CONNECTION_YOUR_OWN'],
  }),
  commandRoute({
    command: 'giveProviderBankDetails',
    summary:
      'Give the bank account of a provider, or of an organisation that receives money for groups, as a new version',
    body: bankDetails,
    example: { accountName: 'Croydon Women’s Counselling', sortCode: '08-99-99', accountNumber: '66374958' },
    prepare: prepareBankDetails,
    refusals: [
      'ACCOUNT_NAME_MISSING',
      'SORT_CODE_MALFORMED',
      'ACCOUNT_NUMBER_MALFORMED',
      'BANK_DETAILS_IMPOSSIBLE',
      'PARTY_NOT_PROVIDER',
    ],
  }),
];
