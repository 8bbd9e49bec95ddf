import { z } from 'zod';
import { answerByLink, findConfirmation } from '../../commands/confirmations/by-link';
import type { CommandId, TenantId } from '../../contracts/ids';
import { readLinkToken } from '../../contracts/link-token';
import { sendCommand } from '../../delivery/runs';
import { confirmationKinds } from '../../domain/application/confirmations';
import { refuse, type Refusal, type RefusalCode } from '../../domain/refusals/refusal';
import type { CommandDoor } from '../perform-command';
import { linkBody } from '../schemas/announcements';
import {
  answerConfirmationBody,
  askConfirmationAgainBody,
  nameHostBody,
  removeHostBody,
  replaceSecondContactBody,
  waiveConfirmationBody,
  type AnswerConfirmationBody,
} from '../schemas/confirmations';
import { sum } from '../schemas/reads/common';
import { ids } from '../schemas/reads/examples';
import { commandRoute, type CommandRoute } from './command-route';
import { publicOperation, type PublicOperation } from './plain-operation';

const ofConfirmations: readonly RefusalCode[] = ['CONFIRMATION_UNKNOWN', 'CONFIRMATION_SETTLED'];

/** The commands about what people without an account confirm, over HTTP. */
export const confirmationRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'waiveConfirmation',
    summary: 'Go on without a confirmation, and say why',
    body: waiveConfirmationBody,
    example: { confirmationId: ids.event, reason: 'We have known the second contact for years, and rang her.' },
    refusals: [...ofConfirmations, 'SAME_PERSON', 'CONNECTED_PERSON', 'LEFT_FOR_ITEM'],
  }),
  commandRoute({
    command: 'askConfirmationAgain',
    summary: 'Send the mail with the link once more',
    body: askConfirmationAgainBody,
    example: { confirmationId: ids.event },
    refusals: ofConfirmations,
  }),
  commandRoute({
    command: 'replaceSecondContact',
    summary: 'Name another second contact, who is asked to confirm',
    body: replaceSecondContactBody,
    example: { name: 'Ben Clarke', email: 'ben@hibiscus.example' },
    refusals: [
      'CONTACT_NAME_MISSING',
      'CONTACT_EMAIL_MALFORMED',
      'CONTACT_REPEATED',
      'CONTACTS_SHARE_EMAIL',
      'CONTACTS_NOT_TWO',
    ],
  }),
  commandRoute({
    command: 'nameHost',
    summary:
      'Say which organisation receives the money for a group without a bank account; somebody there is asked to confirm',
    body: nameHostBody,
    example: { hostName: 'Croydon Voluntary Action', contactName: 'Ama Mensah', contactEmail: 'ama@cva.example' },
    refusals: ['HOST_NOT_SAID', 'HOST_UNKNOWN', 'HOST_CONTACT_OF_GROUP'],
  }),
  commandRoute({
    command: 'removeHost',
    summary: 'The group has a bank account after all',
    body: removeHostBody,
    example: {},
    refusals: ['HOST_NOT_NAMED'],
  }),
];

const exampleToken = `0199d3a05c1e7000800000000000b0010199d3a05c1e7000800000000000f400.v2.0a1b2c3d.${'x'.repeat(43)}`;
const done = z.strictObject({ done: z.literal(true) }).meta({ id: 'Answered', example: { done: true } });
const byLink = z
  .strictObject({
    kind: z.enum(confirmationKinds),
    state: z.enum(['asked', 'confirmed', 'denied']),
    organisation: z.string(),
    pot: z.string(),
    group: z.string(),
    host: z.string().nullable(),
    reference: z.string().nullable(),
    askedPence: sum.nullable(),
    contactName: z.string(),
  })
  .meta({
    id: 'ConfirmationByLink',
    example: {
      kind: 'second_contact',
      state: 'asked',
      organisation: 'Croydon Voluntary Action',
      pot: 'Croydon small grants',
      group: 'F.W.P. Hibiscus',
      host: null,
      reference: 'CRO-2026-0042',
      askedPence: 193_500,
      contactName: 'Ben Clarke',
    },
  });

/** What whoever was sent a link may do. */
export const confirmationOperations: readonly PublicOperation[] = [
  publicOperation({
    operationId: 'openConfirmation',
    method: 'put',
    path: '/confirmations/opening',
    tag: 'confirmations',
    summary: 'What somebody is asked to confirm, by the token of the link that was sent to them',
    body: linkBody,
    example: { token: exampleToken },
    response: byLink,
    refusals: ['LINK_NOT_VALID'],
    handle: async ({ door: { db, preparing }, body }) => {
      const link = readLinkToken(preparing.isFingerprintOf, 'confirmation', body.token);
      const found = link === undefined ? undefined : await findConfirmation(db, link);
      return found ?? refuse('LINK_NOT_VALID', { field: '/token' });
    },
  }),
  publicOperation<AnswerConfirmationBody>({
    operationId: 'answerConfirmation',
    method: 'put',
    path: '/confirmations/answer',
    tag: 'confirmations',
    summary: 'Confirm it, or say that it is not right; once',
    body: answerConfirmationBody,
    example: { token: exampleToken, answer: 'yes' },
    response: done,
    refusals: ['LINK_NOT_VALID'],
    handle: ({ door, body }) => answerConfirmation(door, body),
  }),
];

const patienceMs = 5_000;

/** Stores the answer, and takes it to the grant; when that takes too long, the relay does. @refusal LINK_NOT_VALID */
export async function answerConfirmation(
  door: CommandDoor,
  { token, answer, committeePosition }: AnswerConfirmationBody,
): Promise<{ readonly done: true } | Refusal> {
  const link = readLinkToken(door.preparing.isFingerprintOf, 'confirmation', token);
  const stored =
    link === undefined
      ? undefined
      : await answerByLink(door.db, link, answer === 'yes' ? 'confirmed' : 'denied', committeePosition);
  if (link === undefined || stored === undefined) return refuse('LINK_NOT_VALID', { field: '/token' });
  if (stored !== 'answered') {
    const tenantId = link.tenantId as TenantId;
    const subject = { tenantId, subject: 'grant', id: stored.grantId } as const;
    const command = { tenantId, commandId: stored.commandId as CommandId };
    await sendCommand(door.runs, subject, command, { patienceMs, isFirst: false }).catch(() => undefined);
  }
  return { done: true };
}
