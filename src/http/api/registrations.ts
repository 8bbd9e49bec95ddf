import { applyCommand } from '../../commands/apply/bring-up-to';
import { confirmRegistration, register } from '../../commands/parties/register';
import { readLinkToken, type LinkSubject } from '../../contracts/link-token';
import { refuse } from '../../domain/refusals/refusal';
import type { CommandDoor } from '../perform-command';
import { linkBody } from '../schemas/announcements';
import { registerBody } from '../schemas/registrations';
import { ids } from '../schemas/reads/examples';
import { done } from './announcements';
import { publicOperation, type PublicOperation } from './plain-operation';

const isDone = { done: true } as const;

/** Has a registration's group made, once. @returns its id; undefined where it was made before, or the link has run out */
export async function makeRegistered(door: CommandDoor, link: LinkSubject): Promise<string | undefined> {
  const stored = await confirmRegistration(door.db, link);
  if (stored === undefined) return undefined;
  const { partyId, commandId } = stored;
  const onFailure: Parameters<typeof applyCommand>[0]['onFailure'] = (failure) =>
    door.onFailure?.({ requestId: undefined, ...failure });
  await applyCommand(
    { ...door.applying, onFailure },
    { tenantId: link.tenantId, subject: 'party', id: partyId },
    commandId,
  );
  return partyId;
}

/** How a group that is not known yet comes to act for itself, over HTTP. */
export const registrationOperations: readonly PublicOperation[] = [
  publicOperation({
    operationId: 'register',
    method: 'put',
    path: '/registrations',
    tag: 'parties',
    summary:
      'Say which group wants to apply, and who acts for it; a mail asks to confirm it. The answer is the same whoever asks',
    body: registerBody,
    example: {
      organisation: 'croydon',
      potId: ids.pot,
      groupName: 'F.W.P. Hibiscus',
      organisationType: 'registered_charity',
      personName: 'Grace Boateng',
      email: 'grace@hibiscus.example',
      committeePosition: 'chair',
    },
    response: done,
    refusals: [],
    handle: async ({ door: { db, preparing }, ip, body }) => {
      await register({ db, fingerprint: preparing.fingerprint, ip }, body);
      return isDone;
    },
  }),
  publicOperation({
    operationId: 'confirmRegistration',
    method: 'put',
    path: '/registrations/confirmation',
    tag: 'parties',
    summary:
      'Confirm it, by the token of the link that was sent; the group is there then, and they sign in by their address',
    body: linkBody,
    example: { token: `${'0'.repeat(64)}.v2.0a1b2c3d.${'x'.repeat(43)}` },
    response: done,
    refusals: ['LINK_NOT_VALID'],
    handle: async ({ door, body }) => {
      const link = readLinkToken(door.preparing.isFingerprintOf, 'registration', body.token);
      const made = link === undefined ? undefined : await makeRegistered(door, link);
      return made === undefined ? refuse('LINK_NOT_VALID', { field: '/token' }) : isDone;
    },
  }),
];
