import type { MeetingPack, PackItem } from '../../../../db/queries/meetings/meeting-pack';
import { awardedPence, decisionRefusals, type Decision } from '../../../domain/decision/decision';
import type { CommandName } from '../../../domain/lives';
import { decideTransition } from '../../../domain/lives/transition';
import { grantLife } from '../../../domain/lives/grant-life';
import { rolesReaching } from '../../../domain/lives/roles';
import { formatPounds, pence, subtractPence } from '../../../domain/money/money';
import { periodInWords } from '../../../domain/policy/period-in-words';
import { rulings } from '../../../domain/decision/quorum';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { Fields } from '../form/field';
import { confirmedFirst, type Consequences } from '../grants/actions/action-page';
import { actionPageWords } from '../grants/action-words';
import { definePage, saying, type Acted, type Form, type PageContext, type Sent } from '../frame/page';
import { loadItem, type ItemOpen } from './load';
import { minuteTakers } from './minute-taker';
import { cameMark } from './record';
import { decisionInWords, itemView, leftToAward, meetingView, quorumView, recordedDecision } from './views';
import { sum } from '../frame/sum';
import { meetingWords } from './words';

const words = meetingWords.record;
const { confirm } = actionPageWords.decide;
const nothing = 'none';
const periods = ['P7D', 'P14D', 'P28D', 'P56D', 'P3M', 'P6M'] as const;

const declaredBy = ({ interests }: MeetingPack, grantId: string, personId: string) =>
  interests.find((one) => one.grantId === grantId && one.person.id === personId);

/** What is minuted of somebody at an item, as the page's choice has it: a level, and after a colon what the chair ruled. */
function minutedOf(pack: MeetingPack, grantId: string, personId: string): string {
  const { level = nothing, ruling = null } = declaredBy(pack, grantId, personId) ?? {};
  return ruling === null ? level : `${level}:${ruling}`;
}

/** The same, where what is on record of them besides the meeting says that they know the group. */
function chosenOf({ pack, item, quorum }: ItemOpen, personId: string): string {
  const minuted = minutedOf(pack, item.id, personId);
  return minuted === nothing && quorum.knows.includes(personId) ? 'knows' : minuted;
}

/** The next item that is not decided: after this one, else from the start. */
function nextAfter({ items }: MeetingPack, number: number): number | undefined {
  const open = items.flatMap(({ decision }, place) => (decision === null && place + 1 !== number ? [place + 1] : []));
  return open.find((one) => one > number) ?? open[0];
}

const addressOf = (pack: MeetingPack, number: number | undefined): string =>
  number === undefined
    ? `/meetings/${pack.id}/record`
    : `/meetings/${pack.id}/record/${pack.items[number - 1]?.id ?? ''}`;

function fields(data: ItemOpen): Fields {
  const { pack, item } = data;
  const interests = pack.attendance.map(({ id, name }) => {
    const isOnRecord = minutedOf(pack, item.id, id) === nothing;
    const chosen = chosenOf(data, id);
    const known = chosen !== nothing;
    const isRuled = chosen.includes(':');
    return [
      `interest-${id}`,
      {
        kind: 'choice' as const,
        asList: true as const,
        at: `/interests/${id}`,
        label: name,
        missing: words.interestMissing,
        options: [
          // What is on record of them besides the meeting is not unsaid here.
          ...(known && isOnRecord ? [] : [{ value: nothing, words: words.none }]),
          ...(isRuled ? [] : [{ value: 'knows', words: words.knows }]),
          ...rulings.map((ruling) => ({ value: `knows:${ruling}`, words: words.knowsAnd[ruling] })),
          { value: 'connected', words: words.connected },
        ],
      },
    ] as const;
  });
  return {
    ...Object.fromEntries(interests),
    outcome: {
      kind: 'choice',
      at: '/outcome',
      label: words.decision,
      missing: words.decisionMissing,
      options: [
        { value: 'award', words: words.award, hint: words.awardHint },
        { value: 'not_yet', words: words.notYet },
        { value: 'refuse', words: words.refuse },
      ],
    },
    amount: { kind: 'money', at: '/amountPence', label: words.amount, hint: words.amountHint(sum(item.askedPence)) },
    conditions: {
      kind: 'rows',
      at: '/conditions',
      label: words.conditions,
      hint: words.conditionsHint,
      line: words.condition,
      addWords: words.addCondition,
      atMost: 10,
      each: {
        wording: { kind: 'text', at: '/wording', label: words.wording },
        within: {
          kind: 'choice',
          asList: true,
          at: '/dueWithin',
          label: words.within(periodInWords(pack.policy.conditionsWithin)),
          options: periods.map((value) => ({ value, words: periodInWords(value) })),
        },
      },
    },
    reasons: { kind: 'longText', at: '/reasons', label: words.reasons, hint: words.reasonsHint, rows: 3 },
    startsOn: { kind: 'date', at: '/startsOn', label: words.startsOn, hint: words.startsOnHint },
  };
}

/** What the panel says, as the command takes it: an award of less, or with conditions, is one by its sum and its conditions. */
function decisionOf(body: Sent['body'], item: PackItem, meetingId: string) {
  const { outcome, amountPence, conditions: typed = [], reasons, startsOn } = body;
  const conditions = (typed as readonly { readonly wording?: string; readonly dueWithin?: string }[])
    .filter(({ wording }) => wording !== undefined)
    .map(({ wording, dueWithin }) => ({ wording, ...(dueWithin === undefined ? {} : { dueWithin }) }));
  const given = {
    meetingId,
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(reasons === undefined ? {} : { reasons }),
  };
  if (outcome !== 'award') return { ...given, ...(outcome === undefined ? {} : { outcome }) };
  const isLess = typeof amountPence === 'number' && amountPence < (item.askedPence ?? 0);
  return {
    ...given,
    outcome: isLess ? 'award_less' : conditions.length > 0 ? 'award_with_conditions' : 'award',
    ...(amountPence === undefined ? {} : { amountPence }),
    ...(startsOn === undefined || startsOn === item.content?.startsOn ? {} : { startsOn }),
  };
}

/** What a decision will do, and the button that does it; nothing while it cannot be sent as it is. */
function consequencesOf(body: Sent['body'], { pack, item }: ItemOpen): Consequences | undefined {
  if (body['outcome'] === undefined) return undefined;
  const typed = decisionOf(body, item, pack.id) as unknown as Decision;
  const asked = pence(item.askedPence ?? 0);
  if (decisionRefusals(typed, asked, pack.policy).length > 0) return undefined;
  const { name } = item.party;
  const told = [confirm.mail(name), words.final];
  const amount = awardedPence(typed, asked);
  if (amount === null) {
    if (typed.outcome === 'not_yet') return { will: [confirm.notYet(name), ...told], button: words.sayNotYet(name) };
    const appeal = item.isAppeal ? confirm.finalNo : confirm.appeal(periodInWords(pack.policy.appealWithin));
    return { will: [confirm.refuse(name), appeal, ...told], button: words.sayNo(name) };
  }
  const sumInWords = formatPounds(amount);
  const count = typed.conditions?.length ?? 0;
  return {
    will: [
      confirm.award(sumInWords, name),
      ...(amount < asked ? [confirm.less] : []),
      confirm.acceptBy(periodInWords(pack.policy.offer.validFor)),
      ...(count === 0 ? [] : [confirm.conditions(count)]),
      words.after(formatPounds(subtractPence(leftToAward(pack), amount))),
      ...told,
    ],
    button: words.awardTo(sumInWords, name),
  };
}

/** Why the decision of this item cannot be recorded now, if so: by the table of its life, by who is here, by who records. */
function whyNot({ pack, item, refusal }: ItemOpen, { asker }: PageContext): Refusal | undefined {
  const senders = rolesReaching(asker.roles, { potId: pack.pot.id, parties: {} }).map(({ name }) => name);
  const asked = { subject: 'grant', state: item.stage, onHold: item.onHold, senders };
  const decided = decideTransition(grantLife, 'decide', asked);
  return 'refusal' in decided ? decided.refusal : refusal;
}

async function act(sent: Sent, data: ItemOpen, context: PageContext): Promise<Acted> {
  const { pack, item, number } = data;
  const send = async (command: CommandName, subjectId: string, body: unknown, part: string) =>
    context.perform(command, { subjectId, idempotencyKey: `${sent.key}:${part}`, body });

  const { interests = {}, ...decision } = sent.body as Sent['body'] & { interests?: Readonly<Record<string, string>> };
  // What is minuted is not unsaid by choosing nothing.
  const unsaid = pack.attendance.filter(({ id }) => interests[id] === undefined && chosenOf(data, id) !== nothing);
  if (unsaid.length > 0)
    return {
      problems: unsaid.map(({ id }) => ({
        pointer: `/interests/${id}`,
        code: 'FIELD_MISSING',
        detail: words.interestMissing,
      })),
    };
  const changed = Object.entries(interests).filter(
    ([personId, chosen]) => chosen !== minutedOf(pack, item.id, personId),
  );
  for (const [personId, chosen] of changed) {
    const of = { applicationId: item.id, personId };
    const [level, ruling] = chosen.split(':');
    if (level !== declaredBy(pack, item.id, personId)?.level) {
      const { problem } = await send('declareInterest', pack.id, { ...of, level }, personId);
      if (problem !== undefined) return { problem };
    }
    if (ruling !== undefined) {
      const { problem } = await send('ruleOnInterest', pack.id, { ...of, ruling }, `${personId}:ruled`);
      if (problem !== undefined) return { problem };
    }
  }
  // Shown again as it is filled in: a decision that is half typed is not lost.
  if (sent.button === 'interests')
    return { preview: changed.length === 0 ? {} : { said: meetingWords.done.interests } };

  // The chair rules before anybody looks at what would be decided.
  const unruled = Object.entries(interests).filter(([, chosen]) => chosen === 'knows');
  if (unruled.length > 0 && decision['outcome'] !== undefined) {
    const nameOf = (personId: string) => pack.attendance.find(({ id }) => id === personId)?.name ?? '';
    return {
      problems: unruled.map(([personId]) => ({
        pointer: `/interests/${personId}`,
        code: 'RULING_MISSING',
        detail: words.ruleOn(nameOf(personId)),
      })),
    };
  }

  const shown = confirmedFirst<ItemOpen>('record', consequencesOf)(sent, data, context);
  if (shown !== undefined) return shown;

  const performed = await send('decide', item.id, decisionOf(decision, item, pack.id), 'decide');
  if (performed.problem !== undefined) return { problem: performed.problem };
  const goTo = saying(addressOf(pack, nextAfter(pack, number)), 'decided');
  return performed.outcome === undefined ? { waitFor: performed.stored.commandId, goTo } : { goTo };
}

/** What others did to this item since a mark was made. Interests are shown beside their names, and judged when it is decided. */
function since({ pack, item }: ItemOpen, mark: string): readonly string[] {
  const [version, came, left] = mark.split('/');
  const { decision } = item;
  const leftNow = leftToAward(pack);
  const isShort = leftNow < Number(left) && leftNow < (item.askedPence ?? 0);
  return [
    ...(came === cameMark(pack) ? [] : [words.changedCame(pack.attendance.map(({ name }) => name).join(', '))]),
    ...(decision === null || version === String(item.version)
      ? []
      : [words.changedDecided(decisionInWords(decision), decision.recordedBy.name)]),
    ...(isShort ? [words.changedPot(formatPounds(leftNow))] : []),
  ];
}

const mark = ({ pack, item }: ItemOpen): string =>
  [String(item.version), cameMark(pack), String(leftToAward(pack))].join('/');

const record: Form<ItemOpen> = {
  fields,
  initial: (data) => ({
    interests: Object.fromEntries(data.pack.attendance.map(({ id }) => [id, chosenOf(data, id)])),
    amountPence: data.item.askedPence,
    startsOn: data.item.content?.startsOn,
  }),
  // A missing quorum does not keep anybody from minuting an interest: only the table does.
  refusal: (data, context) => {
    const refusal = whyNot(data, context);
    return refusal !== undefined && byTable.includes(refusal.code) ? refusal : undefined;
  },
  seen: { mark, since },
  act,
};

const byTable: readonly string[] = ['NOT_YOURS_TO_DO', 'TRANSITION_NOT_ALLOWED', 'ON_HOLD'];

/** One item while it is decided: who may, what the group asks, what the panel says. */
export const recordItemPage = definePage<ItemOpen>({
  address: '/meetings/:id/record/:item',
  for: minuteTakers,
  words: meetingWords,
  load: loadItem,
  show: (data, context) => {
    const { pack, item, number, quorum } = data;
    if (pack.chair === null) return { goTo: `/meetings/${pack.id}/record` };
    if (pack.state === 'held') return { goTo: `/meetings/${pack.id}/minute` };
    const refusal = whyNot(data, context);
    // The ruling is given beside the decision, so this alone takes nothing off the page.
    const isToRule = refusal?.code === 'RULING_MISSING';
    const next = nextAfter(pack, number);
    const left = leftToAward(pack);
    return {
      template: 'meetings/record-item.njk',
      title: words.itemTitle(number, item.party.name),
      back: { to: `/meetings/${pack.id}/record`, words: words.overview },
      meeting: meetingView(pack),
      item: itemView(item, number, pack),
      here: words.here(pack.attendance.length, pack.policy.decision.quorum),
      quorum: quorumView(pack, item, quorum),
      decided: item.decision === null ? undefined : recordedDecision(item.decision),
      why: item.decision === null && !isToRule ? refusal?.detail : undefined,
      toRule: item.decision === null && isToRule ? words.toRule : undefined,
      now: words.now(formatPounds(left)),
      nextAddress: next === undefined ? undefined : addressOf(pack, next),
      nextWords: next === undefined ? undefined : words.nextItem(next),
      interestFields: pack.attendance.map(({ id }) => `interest-${id}`),
    };
  },
  forms: { record },
});
