import type { CommandDefinition } from '../apply/definition';
import { addParty } from './add-party';
import { connectToParty } from './connect-to-party';
import { endPartyConnection } from './end-party-connection';
import { giveProviderBankDetails } from './give-provider-bank-details';
import { registerGroup } from './register-group';

/** The commands about groups, providers, funders, hosts and employers. */
export const partyCommands: readonly CommandDefinition[] = [
  addParty,
  connectToParty,
  endPartyConnection,
  giveProviderBankDetails,
  registerGroup,
];
