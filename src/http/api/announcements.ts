import { z } from 'zod';
import { checkEligibility } from '../../commands/announcements/check-eligibility';
import { confirmSubscription, leaveAnnouncements, subscribe } from '../../commands/announcements/subscribe';
import { readLinkToken } from '../../contracts/link-token';
import { refuse } from '../../domain/refusals/refusal';
import { eligibilityBody, linkBody, subscribeBody } from '../schemas/announcements';
import { ids } from '../schemas/reads/examples';
import { publicOperation, type PublicOperation } from './plain-operation';

/** The answer of whatever is done without more to say. */
export const done = z.strictObject({ done: z.literal(true) }).meta({ id: 'Done', example: { done: true } });
const isDone = { done: true } as const;

const exampleToken = `0199d3a05c1e7000800000000000b0010199d3a05c1e7000800000000000f400.v2.0a1b2c3d.${'x'.repeat(43)}`;

const eligibility = z
  .strictObject({
    eligible: z.boolean(),
    asked: z.array(z.enum(['organisationType', 'organisationIncomePence', 'area'])),
    reasons: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'Eligibility', example: { eligible: true, asked: ['area'], reasons: [] } });

/** What anybody may ask of a pot before they have an account, and who wants to hear when one opens, over HTTP. */
export const announcementOperations: readonly PublicOperation[] = [
  publicOperation({
    operationId: 'checkEligibility',
    method: 'put',
    path: '/eligibility',
    tag: 'announcements',
    summary: 'What a pot’s rules say of a group that has no account yet; nothing is kept',
    body: eligibilityBody,
    example: { organisation: 'croydon', potId: ids.pot, answers: { area: 'Croydon' } },
    response: eligibility,
    refusals: ['POT_UNKNOWN'],
    handle: async ({ door, body }) => {
      const found = await checkEligibility(door.db, body);
      if (found === undefined) return refuse('POT_UNKNOWN', { field: '/potId' });
      const reasons = found.refusals.map(({ field = '', code, detail }) => ({
        pointer: `/answers${field}`,
        code,
        detail,
      }));
      return { eligible: reasons.length === 0, asked: found.asked, reasons };
    },
  }),
  publicOperation({
    operationId: 'subscribe',
    method: 'put',
    path: '/announcements/subscription',
    tag: 'announcements',
    summary:
      'Ask to be told when pots take applications; a mail asks to confirm it. The answer is the same whoever asks',
    body: subscribeBody,
    example: { organisation: 'croydon', potId: ids.pot, email: 'grace@hibiscus.example' },
    response: done,
    refusals: [],
    handle: async ({ door: { db, preparing }, ip, body }) => {
      await subscribe({ db, fingerprint: preparing.fingerprint, ip }, body);
      return isDone;
    },
  }),
  publicOperation({
    operationId: 'confirmSubscription',
    method: 'put',
    path: '/announcements/confirmation',
    tag: 'announcements',
    summary: 'Confirm an address, by the token of the link that was sent to it',
    body: linkBody,
    example: { token: exampleToken },
    response: done,
    refusals: ['LINK_NOT_VALID'],
    handle: async ({ door, body }) => {
      const subject = readLinkToken(door.preparing.isFingerprintOf, 'announcements', body.token);
      const isConfirmed = subject !== undefined && (await confirmSubscription(door.db, subject));
      return isConfirmed ? isDone : refuse('LINK_NOT_VALID', { field: '/token' });
    },
  }),
  publicOperation({
    operationId: 'leaveAnnouncements',
    method: 'put',
    path: '/announcements/leaving',
    tag: 'announcements',
    summary: 'Be told no more, and forgotten, by the token of the link in any of the mails',
    body: linkBody,
    example: { token: exampleToken },
    response: done,
    refusals: ['LINK_NOT_VALID'],
    handle: async ({ door, body }) => {
      const subject = readLinkToken(door.preparing.isFingerprintOf, 'announcements', body.token);
      if (subject === undefined) return refuse('LINK_NOT_VALID', { field: '/token' });
      await leaveAnnouncements(door.db, subject);
      return isDone;
    },
  }),
];
