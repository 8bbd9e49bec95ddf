import {
  earlierAtMost,
  type DecisionOfItem,
  type EarlierApplication,
  type MeetingPack,
  type PackItem,
} from '../../../../db/queries/meetings/meeting-pack';
import {
  compareInstants,
  dateInWords,
  daysUntil,
  instantInWords,
  londonDate,
  londonTime,
  shortDateInWords,
  timeInWords,
  type Instant,
} from '../../../domain/calendar/calendar';
import { criterionInWords } from '../../../domain/policy/policy';
import { checklist, stillPassed } from '../../../domain/application/checklist';
import { awardableUnderCap, capFreeFrom } from '../../../domain/decision/group-cap';
import { answerLines } from '../../../domain/application/question-answer';
import { formatPounds, pence, sumPence, type Pence } from '../../../domain/money/money';
import { periodInWords } from '../../../domain/policy/period-in-words';
import type { Quorum } from '../../../domain/decision/quorum';
import { statusOfStage, type StatusMeaning } from '../../../domain/words/status';
import { sum, sumsAlike } from '../frame/sum';
import { meetingWords as w } from './words';

const day = (at: string): string => shortDateInWords(londonDate(at as Instant));

/** What a decision says, in a line. */
export const decisionInWords = ({ outcome, amountPence }: Pick<DecisionOfItem, 'outcome' | 'amountPence'>): string =>
  w.outcomes[outcome](sum(amountPence));

/** What the pot can still award; 0 where the reader may not see it. */
export const leftToAward = ({ money }: MeetingPack): Pence => pence(money?.canStillBeAwardedPence ?? 0);

/** The most that an item's group can have on this day under its cap, and until when. */
function capOf({ cappingAwards, toldAt }: PackItem, { policy }: MeetingPack) {
  const question = {
    awards: cappingAwards.map(({ decidedOn, amountPence, cameBackPence }) => ({
      decidedOn,
      amountPence: pence(amountPence),
      cameBackPence: pence(cameBackPence),
    })),
    decidedOn: londonDate(toldAt),
    capPence: policy.groupCapPence,
    period: policy.groupCapPeriod,
  };
  return { pence: awardableUnderCap(question), until: capFreeFrom(question) };
}

/** One item in a list of them. */
function lineView(item: PackItem, number: number) {
  return {
    id: item.id,
    number,
    group: item.party.name,
    asked: sum(item.askedPence),
    tag: item.decision === null ? undefined : { words: decisionInWords(item.decision), meaning: 'done' as const },
  };
}

/** One item of the pack, with all that the panel reads of it: it must have been read whole. */
export function itemView(item: PackItem, number: number, pack: MeetingPack) {
  const { content } = item;
  const cap = capOf(item, pack);
  const items = checklist(
    pack.policy,
    { childrenOrAdultsAtRisk: content?.childrenOrAdultsAtRisk ?? false },
    stillPassed(item.checks),
    londonDate(item.toldAt),
  );
  const alike = sumsAlike(
    (content?.budget ?? []).flatMap((line) => [line.costPence, line.askedPence, line.otherPence]),
  );
  return {
    ...lineView(item, number),
    anchor: `item-${String(number)}`,
    reference: item.reference ?? '',
    isWithheld: item.isWithheld,
    isAppeal: item.isAppeal,
    onHold: item.onHold,
    helped: item.helper === null ? undefined : w.pack.helped(item.helper.name),
    cap: item.isWithheld
      ? ''
      : w.pack.cap(formatPounds(cap.pence), cap.until === undefined ? undefined : dateInWords(cap.until)),
    overCap: item.decision === null && !item.isWithheld && cap.pence < (item.askedPence ?? 0),
    purpose: content?.purpose ?? '',
    facts: factsOf(item),
    activities: (content?.activities ?? []).map(({ description, target, unit }) =>
      w.pack.activity(description, target, unit),
    ),
    budget: (content?.budget ?? []).map((line) => ({
      what: line.description,
      cost: alike(line.costPence),
      asked: alike(line.askedPence),
      other: alike(line.otherPence),
    })),
    answers: pack.policy.questions.flatMap((question) => {
      const answer = answerLines(question, content?.answers?.[question.key]).join('\n');
      return answer === '' ? [] : [{ question: question.label, answer }];
    }),
    questions: item.questions.map(({ question, answer }) => ({ question, answer: answer ?? w.pack.notAnswered })),
    checks: items.map(({ kind, state }) => ({
      words: w.checks[kind],
      tag: { words: w.checkStates[state], meaning: state === 'passed' ? ('done' as const) : ('late' as const) },
    })),
    history: item.earlier.map(historyLine),
    historyCut: item.earlier.length < earlierAtMost ? undefined : w.pack.historyCut(earlierAtMost),
    criteria: item.criteria.map(criterionInWords),
    scores: item.scores.map(({ person, criterion, score }) => {
      const { label, topScore } = item.criteria.find(({ key }) => key === criterion) ?? {
        label: criterion,
        topScore: 5,
      };
      return w.pack.score(person.name, label, score, topScore);
    }),
    interests: pack.interests
      .filter(({ grantId }) => grantId === item.id)
      .map(({ person, level, ruling }) => {
        const said = `${person.name}: ${w.levels[level]}`;
        return ruling === null ? said : `${said}; ${w.ruled[ruling]}`;
      }),
  };
}

function factsOf({ content }: PackItem): readonly { readonly words: string; readonly value: string }[] {
  const dates =
    content?.startsOn === undefined || content.endsOn === undefined
      ? ''
      : w.pack.from(dateInWords(content.startsOn), dateInWords(content.endsOn));
  return [
    { words: w.pack.people, value: content?.peopleHelped === undefined ? '' : String(content.peopleHelped) },
    { words: w.pack.area, value: content?.area ?? '' },
    { words: w.pack.dates, value: dates },
    { words: w.pack.inKind, value: content?.giftsInKind ?? '' },
  ].filter(({ value }) => value !== '');
}

function historyLine({
  reference,
  potName,
  stage,
  submittedAt,
  askedPence,
  awardedPence,
  reportState,
}: EarlierApplication) {
  const state = statusOfStage(stage, false, 'staff').words.toLowerCase();
  const outcome = awardedPence === null ? state : w.pack.awardedSum(sum(awardedPence), state);
  return {
    words: w.pack.historyLine(reference ?? '', potName, sum(askedPence), outcome, day(submittedAt)),
    late: reportState === 'overdue' ? w.pack.reportLate : undefined,
  };
}

/** A meeting as its pack and the pages of its recording have it, with a line for each item. */
export function meetingView(pack: MeetingPack) {
  const isOver = pack.state === 'held';
  const open = pack.items.filter(({ decision }) => isOver || decision === null);
  const askedPence = sumPence(open.map((item) => pence(item.askedPence ?? 0)));
  const alike = sumsAlike([askedPence, ...Object.values(pack.money ?? {})]);
  return {
    title: w.pack.title(instantInWords(pack.startsAt)),
    id: pack.id,
    potName: pack.pot.name,
    place: pack.place ?? (pack.online ? w.list.online : ''),
    isOver,
    begun: pack.chair !== null,
    state: stateTag(pack, pack.now),
    money:
      pack.money === null
        ? undefined
        : [
            {
              words: w.pack.askedInAll,
              amount: alike(askedPence),
            },
            {
              words: isOver ? w.pack.couldBeAwarded : w.pack.canBeAwarded,
              amount: alike(pack.money.canStillBeAwardedPence),
            },
            { words: w.pack.inTheBank, amount: alike(pack.money.inTheBankPence) },
            ...(pack.money.waitingForCashPence === undefined
              ? []
              : [{ words: w.pack.waiting, amount: alike(pack.money.waitingForCashPence) }]),
          ],
    items: pack.items.map((item, place) => lineView(item, place + 1)),
  };
}

/** That a meeting was moved or called off, in words; undefined where it is as it was planned. */
export function changeView({ change, startsAt }: Pick<MeetingPack, 'change' | 'startsAt'>): string | undefined {
  if (change === null) return undefined;
  const { what, at, wasAt } = change;
  const [by, reason] = [change.by ?? w.changed.somebody, change.reason ?? ''];
  if (what === 'meeting_called_off') return w.changed.calledOff(by, day(at), reason);
  const isSameTime = wasAt === null || compareInstants(wasAt, startsAt) === 0;
  return isSameTime ? w.changed.movedPlace(by, reason) : w.changed.moved(instantInWords(wasAt), by, reason);
}

/** A meeting's state as a tag. One that is over by its date, or has begun, is not called planned. */
export function stateTag(
  { state, startsAt, chair }: Pick<MeetingPack, 'state' | 'startsAt' | 'chair'>,
  now: Instant,
): { words: string; meaning: StatusMeaning } {
  if (state === 'held') return { words: w.states.held, meaning: 'done' };
  if (state === 'called_off') return { words: w.states.calledOff, meaning: 'over' };
  if (daysUntil(now, startsAt) < 0) return { words: w.states.past, meaning: 'late' };
  return { words: chair === null ? w.states.planned : w.states.begun, meaning: 'other' };
}

/** Who is here, and what each is to one item; for one that is decided, who decided it. */
export function quorumView(pack: MeetingPack, { id: grantId, decision }: PackItem, now: Quorum) {
  const { quorum } = pack.policy.decision;
  const { excluded, met } = now;
  const counted: readonly string[] = decision?.counted ?? now.counted;
  const minuted = new Map(
    pack.interests.flatMap(({ person, level, ruling, ...one }) =>
      one.grantId === grantId && level === 'knows' ? [[person.id, ruling] as const] : [],
    ),
  );
  const knows = (personId: string) => minuted.has(personId) || now.knows.includes(personId);
  const present = pack.attendance.map(({ id, name }) => {
    if (counted.includes(id)) {
      if (knows(id)) {
        const isOpen = decision === null && now.unruled.includes(id);
        const tag = isOpen
          ? { words: w.record.unruled, meaning: 'late' as const }
          : { words: w.record.minuted, meaning: 'yours' as const };
        return { name, tag };
      }
      const said = decision === null ? w.record.counts : w.record.took;
      return { name, tag: { words: said, meaning: 'done' as const } };
    }
    const why = excluded.find(({ personId }) => personId === id)?.why;
    const ruling = minuted.get(id);
    const said =
      why === undefined
        ? undefined
        : why === 'the chair ruled' && ruling === 'stays'
          ? w.record.stays
          : w.record.out[why];
    return { name, tag: said === undefined ? undefined : { words: said, meaning: 'late' as const } };
  });
  const line = decision === null ? w.record.quorum : w.record.quorumThen;
  return { met, line: line(counted.length, quorum), present };
}

/** A decision as it was recorded: what, by whom, when. */
export const recordedDecision = (decision: DecisionOfItem): string =>
  w.record.decided(
    decisionInWords(decision),
    decision.recordedBy.name,
    timeInWords(londonTime(decision.decidedAt as Instant)),
  );

/** The minute: who came, and for each item who left, who decided, and what. */
export function minuteView(pack: MeetingPack) {
  const namesOf = (ids: readonly string[]) =>
    pack.attendance
      .filter(({ id }) => ids.includes(id))
      .map(({ name }) => name)
      .join(', ');
  const items = pack.items.map((item, place) => {
    const interests = pack.interests.filter(({ grantId }) => grantId === item.id);
    const connected = interests.filter(({ level }) => level === 'connected').map(({ person }) => person.name);
    const { decision } = item;
    return {
      title: w.record.itemLine(place + 1, item.party.name),
      reference: item.reference ?? '',
      asked: w.minute.asked(sum(item.askedPence)),
      judgedBy: w.minute.judgedBy(item.criteria.map(({ label }) => label).join(', ')),
      left: connected.length === 0 ? undefined : w.minute.left(connected.join(', ')),
      knew: interests.flatMap(({ person, level, ruling }) =>
        level === 'knows' ? [w.minute.knew(person.name, ruling === null ? undefined : w.ruled[ruling])] : [],
      ),
      decision: decision === null ? undefined : decisionInWords(decision),
      decidedBy: decision === null ? undefined : w.minute.decidedBy(namesOf(decision.counted)),
      reasons: decision?.reasons ?? undefined,
      conditions: (decision?.conditions ?? []).map(({ wording, dueWithin }) =>
        dueWithin === null ? wording : w.minute.within(wording, periodInWords(dueWithin)),
      ),
    };
  });
  const awarded = pack.items.flatMap(({ party, decision }) =>
    decision?.amountPence == null ? [] : [{ words: party.name, amount: pence(decision.amountPence) }],
  );
  return {
    title: w.minute.title(instantInWords(pack.startsAt)),
    id: pack.id,
    isOver: pack.state === 'held',
    // Until the meeting is over, an item may still be decided in it.
    undecided: pack.state === 'held' ? w.minute.notDecided : w.minute.notYetDecided,
    potName: pack.pot.name,
    place: pack.place ?? w.list.online,
    present: pack.attendance.map(({ name }) => name).join(', ') || w.minute.nobody,
    chair: pack.chair?.name ?? '',
    quorum: w.minute.quorumLine(pack.policy.decision.quorum),
    nextMeeting: pack.nextMeetingOn === null ? w.minute.noNext : dateInWords(pack.nextMeetingOn),
    items,
    awarded:
      awarded.length === 0
        ? undefined
        : [
            ...awarded.map(({ words, amount }) => ({ words, amount: formatPounds(amount) })),
            { words: w.minute.inAll, amount: formatPounds(sumPence(awarded.map(({ amount }) => amount))) },
          ],
  };
}
