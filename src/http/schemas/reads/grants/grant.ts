import { z } from 'zod';
import { grantStages } from '../../../../domain/lives/grant-life';
import { statusMeanings, statusNames } from '../../../../domain/words/status';
import { at, id, named, personTold, sum } from '../common';
import { applicationContent, check, confirmation, decision, question } from './assessed';
import { acceptance, award, condition, money, paymentOfGrant, refund, report } from './awarded';

/** What is expected next, of whom and by when. */
const expected = z
  .strictObject({
    what: z.string(),
    of: z.enum(['group', 'host', 'officer', 'panel', 'treasurer', 'manager', 'nobody']),
    by: at.nullable(),
    why: z.string(),
  })
  .meta({
    id: 'Expected',
    example: {
      what: 'Accept the offer',
      of: 'group',
      by: '2026-12-01T17:00:00.000Z',
      why: 'We can offer you £1,935. Accept by 5pm on Tuesday 1 December 2026.',
    },
  });

/** Where it is, in a few words for whoever asks. */
const status = z.strictObject({ name: z.enum(statusNames), words: z.string(), meaning: z.enum(statusMeanings) }).meta({
  id: 'Status',
  example: { name: 'offered', words: 'We can offer you a grant', meaning: 'yours' },
});

/** One grant, from application to closed. */
export const grantAnswer = z
  .strictObject({
    id,
    reference: z.string().nullable(),
    stage: z.enum(grantStages),
    version: z.int(),
    final: z.boolean(),
    status,
    next: expected,
    allowed: z.array(z.string()).meta({ description: 'The commands that you may give now, by their operation ids.' }),
    onHold: z.boolean(),
    heldSince: at.nullable(),
    clockPausedSince: at.nullable(),
    appealed: z.boolean(),
    pot: named,
    fund: named,
    party: z.strictObject({ id, name: z.string(), kind: z.string() }),
    owner: personTold,
    round: named.nullable(),
    host: named.nullable().meta({ description: 'Who receives the money for a group without a bank account.' }),
    followsId: id.nullable(),
    createdBy: personTold,
    helpedBy: personTold,
    createdAt: at,
    changedAt: at,
    submittedAt: at.nullable(),
    policyVersion: z.int(),
    askedPence: sum.nullable(),
    application: applicationContent.nullable(),
    confirmations: z.array(confirmation),
    checks: z.array(check),
    questions: z.array(question),
    decisions: z.array(decision),
    award: award.nullable(),
    acceptances: z.array(acceptance),
    conditions: z.array(condition),
    payments: z.array(paymentOfGrant),
    report: report.nullable(),
    refunds: z.array(refund),
    money: money.nullable(),
    unreadMessages: z
      .int()
      .nullable()
      .meta({ description: 'Messages of the other side that you have not read; null for who is of neither.' }),
    dates: z
      .array(z.strictObject({ name: z.string(), about: id.nullable(), at }))
      .meta({ description: 'What is due when; each date can be moved by extendDate.' }),
  })
  .meta({ id: 'Grant' });
