import { Api } from '../../src/cli/story/api';
import { aStaff, type Staff } from '../builders/over-http';
import type { Deployment } from '../support/deployment';
import { livesAtOnce } from './at-each-command';
import { prepareHolds } from './holds';
import { someParties, type Parties } from './life';

/** Who lives in a Grantpot that faults are done to. */
export interface World {
  readonly cast: Staff;
  readonly parties: readonly Parties[];
}

/** People, and organisations for as many lives as go on at once; and the database is made ready to hold commands. */
export async function aWorld(grantpot: Deployment): Promise<World> {
  const inbox = await grantpot.openInbox();
  const cast = await aStaff(inbox);
  await inbox.close();
  await prepareHolds(grantpot);
  const api = await Api.of(grantpot.api.replace('/api/v1', ''));
  return { cast, parties: await Promise.all(Array.from({ length: livesAtOnce }, () => someParties(api, cast))) };
}
