import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findDocumentLook } from '../../../db/queries/look';
import { findMinute, findPack, type PackRead } from '../../../db/queries/meetings/meeting-papers';
import { pdfOf, type Letterhead } from '../../documents/pdf';
import type { Document } from '../../documents/text/document';
import { minuteText } from '../../documents/text/minute';
import { packText, type PackItem } from '../../documents/text/pack';
import { pageOf } from '../../documents/text/page-of';
import { type Instant, londonDate } from '../../domain/calendar/calendar';
import { checklist, stillPassed } from '../../domain/application/checklist';
import { awardableUnderCap } from '../../domain/decision/group-cap';
import { criteriaOf, criterionInWords, type Criterion, type Policy } from '../../domain/policy/policy';
import { answerLines } from '../../domain/application/question-answer';
import { Download } from '../download';

/** The minute of a meeting, for staff and panel of its pot: a draft until the meeting is ended. Undefined for anybody else. */
export async function minuteOf(db: Database, asker: Asker, meetingId: string): Promise<Document | undefined> {
  return (await minute(db, asker, meetingId))?.document;
}

/** The same as a PDF. */
export async function minutePdf(db: Database, asker: Asker, meetingId: string): Promise<Download | undefined> {
  return asPdf('Minute', await minute(db, asker, meetingId), () => findDocumentLook(db, asker));
}

/** The pack for a meeting, for staff and panel of its pot. Undefined for anybody else. */
export async function packOf(db: Database, asker: Asker, meetingId: string): Promise<Document | undefined> {
  return (await pack(db, asker, meetingId))?.document;
}

/** The same as a PDF. */
export async function packPdf(db: Database, asker: Asker, meetingId: string): Promise<Download | undefined> {
  return asPdf('Pack', await pack(db, asker, meetingId), () => findDocumentLook(db, asker));
}

interface Paper {
  readonly document: Document;
  readonly startsAt: Instant;
}

async function asPdf(
  name: string,
  paper: Paper | undefined,
  look: () => Promise<Letterhead | undefined>,
): Promise<Download | undefined> {
  if (paper === undefined) return undefined;
  const { document, startsAt } = paper;
  const content = await pdfOf(document, { madeAt: startsAt, footer: pageOf(document.title), look: await look() });
  return new Download(`${name} ${londonDate(startsAt)}.pdf`, 'application/pdf', content);
}

async function minute(db: Database, asker: Asker, meetingId: string): Promise<Paper | undefined> {
  const found = await findMinute(db, asker, meetingId);
  if (found === undefined) return undefined;
  const { policy, items } = found;
  const document = minuteText({
    ...found,
    isEnded: found.state === 'held',
    quorum: policy.decision.quorum,
    items: items.map(({ criteria, ...item }) => ({
      ...item,
      judgedBy: judgedBy(criteria),
      conditionsWithin: policy.conditionsWithin,
    })),
  });
  return { document, startsAt: found.startsAt };
}

async function pack(db: Database, asker: Asker, meetingId: string): Promise<Paper | undefined> {
  const found = await findPack(db, asker, meetingId);
  if (found === undefined) return undefined;
  const { policy, items } = found;
  const document = packText({
    ...found,
    quorum: policy.decision.quorum,
    items: items.map((item) => (item.isWithheld ? item : packItem(item, policy))),
  });
  return { document, startsAt: found.startsAt };
}

type ItemRead = Extract<PackRead['items'][number], { isWithheld: false }>;

const judgedBy = (criteria: readonly Criterion[] | null) =>
  criteriaOf({ criteria: criteria ?? undefined })
    .map(({ label }) => label)
    .join(', ');

function packItem({ content, checks, history, criteria, ...item }: ItemRead, policy: Policy): PackItem {
  const today = londonDate(item.toldAt);
  return {
    ...content,
    ...item,
    judgedBy: criteriaOf({ criteria: criteria ?? undefined })
      .map(criterionInWords)
      .join('; '),
    incomePence: content.organisationIncomePence ?? null,
    giftsInKind: content.giftsInKind ?? null,
    answers: policy.questions.flatMap((question) => {
      const answer = answerLines(question, content.answers[question.key]).join('\n');
      return answer === '' ? [] : [{ label: question.label, answer }];
    }),
    checks: checklist(policy, content, stillPassed(checks), today),
    history,
    awardablePence: awardableUnderCap({
      awards: history.map(({ decidedOn, awardedPence, cameBackPence }) => ({
        decidedOn,
        amountPence: awardedPence,
        cameBackPence,
      })),
      decidedOn: today,
      capPence: policy.groupCapPence,
      period: policy.groupCapPeriod,
    }),
  };
}
