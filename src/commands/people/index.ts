import type { CommandDefinition } from '../apply/definition';
import { addPerson } from './add-person';
import { connectPersons } from './connect-persons';
import { endPersonConnection } from './end-person-connection';
import { endRole } from './end-role';
import { grantRole } from './grant-role';
import { issueToken } from './issue-token';
import { letSignIn } from './let-sign-in';
import { leave } from './leave';
import { readmit } from './readmit';
import { resetSecondFactor } from './reset-second-factor';
import { revokeToken } from './revoke-token';

/** The commands about people, their roles and how they are let in. */
export const peopleCommands: readonly CommandDefinition[] = [
  addPerson,
  letSignIn,
  connectPersons,
  endPersonConnection,
  grantRole,
  endRole,
  issueToken,
  revokeToken,
  resetSecondFactor,
  leave,
  readmit,
];
