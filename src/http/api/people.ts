import { newToken } from '../../commands/people/access-token';
import type { IssueTokenBody } from '../../commands/people/issue-token';
import {
  addPersonBody,
  connectPersonsBody,
  endPersonConnectionBody,
  endRoleBody,
  grantRoleBody,
  issueTokenBody,
  leaveBody,
  letSignInBody,
  resetSecondFactorBody,
  revokeTokenBody,
  type TokenWanted,
} from '../schemas/people';
import { nothing } from '../schemas/fields';
import { commandRoute, type CommandRoute, type Prepared } from './command-route';
import { exampleIds } from './examples';

/** The commands about people over HTTP. */
export const peopleRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'addPerson',
    summary: 'Add somebody who works with the organisation',
    body: addPersonBody,
    example: { name: 'Blessing Adeyemi', email: 'blessing@example.org' },
    creates: true,
    refusals: ['PERSON_HERE_ALREADY', 'PERSON_HAS_LEFT', 'PERSON_KNOWN_BY_NAME'],
  }),
  commandRoute({
    command: 'letSignIn',
    summary: 'Give somebody who is known by name alone an address to sign in with',
    body: letSignInBody,
    example: { email: 'blessing@example.org' },
    refusals: ['PERSON_SIGNS_IN_ALREADY', 'PERSON_HERE_ALREADY', 'PERSON_HAS_LEFT', 'ROLE_NOT_YOURS_TO_GIVE'],
  }),
  commandRoute({
    command: 'connectPersons',
    summary: 'Declare that two people are connected, or know each other',
    body: connectPersonsBody,
    example: { otherPersonId: exampleIds.otherPerson, kind: 'family' },
    refusals: ['CONNECTION_TO_ONESELF', 'CONNECTION_NOT_YOURS', 'PERSON_UNKNOWN', 'CONNECTION_KNOWN_ALREADY'],
  }),
  commandRoute({
    command: 'endPersonConnection',
    summary: 'End a connection between two people',
    body: endPersonConnectionBody,
    example: { connectionId: exampleIds.connection },
    refusals: ['CONNECTION_UNKNOWN', 'CONNECTION_YOUR_OWN'],
  }),
  commandRoute({
    command: 'grantRole',
    summary: 'Give a person a role',
    body: grantRoleBody,
    example: { role: 'panel_member', potId: exampleIds.pot },
    refusals: [
      'ROLE_FOR_ONESELF',
      'ROLE_NOT_YOURS_TO_GIVE',
      'ROLE_NEEDS_PARTY',
      'ROLE_TAKES_NO_PARTY',
      'ROLE_TAKES_NO_POT',
      'ROLE_TAKES_NO_LIMIT',
      'ROLE_UNFIT_FOR_PARTY',
      'POT_UNKNOWN',
      'PARTY_UNKNOWN',
      'ROLE_HELD_ALREADY',
    ],
  }),
  commandRoute({
    command: 'endRole',
    summary: 'End one of a person’s roles',
    body: endRoleBody,
    example: { roleId: exampleIds.role },
    refusals: ['ROLE_UNKNOWN', 'ROLE_NOT_YOURS_TO_GIVE', 'LAST_ADMINISTRATOR'],
  }),
  commandRoute({
    command: 'issueToken',
    summary: 'Let a person in by a token, which is told this once',
    body: issueTokenBody,
    example: { label: 'Reads our reports', scopes: ['read'] },
    prepare: withToken,
  }),
  commandRoute({
    command: 'revokeToken',
    summary: 'Revoke a person’s token',
    body: revokeTokenBody,
    example: { tokenId: exampleIds.token },
    refusals: ['TOKEN_UNKNOWN'],
  }),
  commandRoute({
    command: 'resetSecondFactor',
    summary: 'Take the app and the passkeys off a colleague’s account, so that they set one up anew',
    body: resetSecondFactorBody,
    example: { reason: 'Has lost the phone and the recovery codes.' },
    refusals: ['SECOND_FACTOR_YOUR_OWN', 'SECOND_FACTOR_NOT_SET_UP', 'SECOND_FACTOR_SHARED'],
  }),
  commandRoute({
    command: 'readmit',
    summary: 'Take somebody back who had left; they hold nothing until they are given a role',
    body: nothing,
    example: {},
  }),
  commandRoute({
    command: 'leave',
    summary: 'Note that a person leaves, and hand over all that they look after',
    body: leaveBody,
    example: { successorId: exampleIds.otherPerson, reason: 'Moves to another town.' },
    refusals: [
      'LAST_ADMINISTRATOR',
      'PERSON_UNKNOWN',
      'ROLE_NOT_YOURS_TO_GIVE',
      'SUCCESSOR_LEAVES',
      'SUCCESSOR_MISSING',
      'SUCCESSOR_UNFIT',
    ],
  }),
];

/** Makes the token: its digest is stored, itself is told to whoever asked. */
function withToken({ label, scopes }: TokenWanted): Prepared {
  const { token, tokenHash } = newToken();
  return { body: { label, scopes, tokenHash } satisfies IssueTokenBody, disclose: { token } };
}
