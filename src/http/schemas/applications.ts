import { z } from 'zod';
import type { AnswerQuestionBody } from '../../commands/application/answer-question';
import type { AppealBody } from '../../commands/application/appeal';
import type { AskQuestionBody } from '../../commands/application/ask-question';
import type { DecideBody } from '../../commands/application/decide-body';
import type { DeclareIneligibleBody } from '../../commands/application/declare-ineligible';
import type { NewDraft } from '../../commands/application/draft';
import type { PassToPanelBody } from '../../commands/application/pass-to-panel';
import type { RecordCheckBody } from '../../commands/application/record-check';
import type { RecordHelpBody } from '../../commands/application/record-help';
import type { ScoreBody } from '../../commands/application/score';
import type { StartCheckingBody } from '../../commands/application/start-checking';
import type { SubmitApplicationBody } from '../../commands/application/submit-application';
import type { WithdrawBody } from '../../commands/application/withdraw';
import type { ApplicationDraft } from '../../domain/application/application-draft';
import { decisionOutcomes } from '../../domain/decision/decision';
import { checkKinds, organisationTypes } from '../../domain/policy/policy';
import { topScoreAtMost } from '../../domain/policy/policy';
import { day, id, nothing, penceOrZero, words } from './fields';

/** A count or sum as it was typed; whether it can be one is said at submission, in words that help. */
const typed = z.int();

/** A day as it was typed; whether it exists is said at submission. */
const typedDay = z.string().max(10).meta({ example: '2026-11-09' });

/** More lines than any plan or budget of a micro-grant has. */
const atMostLines = 50;

const shortText = z.string().max(500);
const longText = z.string().max(20_000);

/** What a draft of an application holds. Only its shape is asked: anything may be missing, and wrong, until it is submitted. */
export const applicationContentSchema: z.ZodType<ApplicationDraft> = z
  .strictObject({
    askedPence: typed,
    purpose: longText,
    activities: z
      .array(z.strictObject({ description: longText, output: shortText, target: typed, unit: shortText }).partial())
      .max(atMostLines),
    peopleHelped: typed,
    area: shortText,
    postcode: shortText,
    startsOn: typedDay,
    endsOn: typedDay,
    budget: z
      .array(
        z.strictObject({ description: shortText, costPence: typed, askedPence: typed, otherPence: typed }).partial(),
      )
      .max(atMostLines),
    giftsInKind: longText,
    contacts: z
      .array(z.strictObject({ name: shortText, email: shortText, phone: shortText, role: shortText }).partial())
      .max(atMostLines),
    organisationType: z.enum(organisationTypes),
    organisationIncomePence: typed,
    childrenOrAdultsAtRisk: z.boolean(),
    answers: z.record(z.string().max(40), longText),
    declarations: z.array(z.string().max(40)).max(atMostLines),
  })
  .partial();

/** What a draft is begun with. */
export const newDraftSchema: z.ZodType<Omit<NewDraft, 'id'>> = z.strictObject({
  potId: id,
  partyId: id.describe('The group, or the budget holder’s employer.'),
  followsId: id.optional().describe('The application of the same group that was told “not yet”.'),
  helpedBy: id.optional().describe('The officer who helps to write it.'),
});

/** Body of `submitApplication`. */
export const submitApplicationBody: z.ZodType<SubmitApplicationBody> = z.strictObject({ roundId: id.optional() });

/** Body of `startChecking`. */
export const startCheckingBody: z.ZodType<StartCheckingBody> = nothing;

/** Body of `recordCheck`. */
export const recordCheckBody: z.ZodType<RecordCheckBody> = z.strictObject({
  kind: z.enum(checkKinds),
  passed: z.boolean(),
  seenOn: day,
});

/** Body of `recordHelp`. */
export const recordHelpBody: z.ZodType<RecordHelpBody> = z.strictObject({ officerId: id });

/** Body of `askQuestion`. */
export const askQuestionBody: z.ZodType<AskQuestionBody> = z.strictObject({ question: words });

/** Body of `answerQuestion`. */
export const answerQuestionBody: z.ZodType<AnswerQuestionBody> = z.strictObject({ questionId: id, answer: words });

/** Body of `declareIneligible`. */
export const declareIneligibleBody: z.ZodType<DeclareIneligibleBody> = z.strictObject({ reason: words });

/** Body of `passToPanel`. */
export const passToPanelBody: z.ZodType<PassToPanelBody> = nothing;

/** Body of `score`. */
export const scoreBody: z.ZodType<ScoreBody> = z.strictObject({
  criterion: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  score: z.int().min(0).max(topScoreAtMost),
});

/** Body of `decide`. */
export const decideBody: z.ZodType<DecideBody> = z.strictObject({
  meetingId: id.nullable().describe('Null for a decision by delegated authority.'),
  outcome: z.enum(decisionOutcomes),
  amountPence: penceOrZero.optional().describe('What is awarded; without it, all that was asked for.'),
  conditions: z
    .array(z.strictObject({ wording: z.string().max(2_000), dueWithin: z.string().max(20).optional() }))
    .max(atMostLines)
    .optional(),
  reasons: words.optional(),
  startsOn: day.optional().describe('The first day that the grant pays for, where the panel moves it.'),
});

/** Body of `appeal`. */
export const appealBody: z.ZodType<AppealBody> = z.strictObject({ reason: words });

/** Body of `withdraw`. */
export const withdrawBody: z.ZodType<WithdrawBody> = z.strictObject({ reason: words.optional() });
