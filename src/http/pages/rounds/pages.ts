import { listPots } from '../../../../db/queries/pots/pots';
import { findRound, listRounds } from '../../../../db/queries/pots/rounds';
import { isId } from '../../../contracts/ids';
import {
  endOfDay,
  instantInWords,
  isCalendarDate,
  londonDate,
  londonInstant,
  shortDateInWords,
  type Instant,
} from '../../../domain/calendar/calendar';
import type { RoundState } from '../../../domain/lives/round-life';
import { rolesReaching, staffRoles } from '../../../domain/lives/roles';
import type { StatusMeaning } from '../../../domain/words/status';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { roundWords as words } from './words';

const linesAPage = 25;
const potsAtMost = 200;

const meanings: Readonly<Record<RoundState, StatusMeaning>> = {
  draft: 'other',
  open: 'other',
  closed: 'yours',
  deciding: 'yours',
  decided: 'done',
  cancelled: 'over',
};
const tagOf = (state: RoundState) => ({ words: words.states[state], meaning: meanings[state] });
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));
const moment = (at: string): string => instantInWords(at as Instant);
const back = { to: '/rounds', words: words.title };

/** A day that was typed as the instant at which that part of a round happens; what is no day is left for the command to refuse. */
const atClose = (date: unknown): unknown => (typeof date === 'string' && isCalendarDate(date) ? endOfDay(date) : date);
const atOpening = (date: unknown): unknown =>
  typeof date === 'string' && isCalendarDate(date) ? londonInstant(date, '09:00') : date;

const roundsPage = definePage({
  address: '/rounds',
  for: staffRoles,
  words,
  load: ({ parts, asker, query }) =>
    listRounds(parts.reading.db, asker, {}, { sort: 'newest', limit: linesAPage, cursor: query['cursor'] }),
  show: ({ items, next }, { asker }) => ({
    template: 'rounds/list.njk',
    title: words.title,
    back: { to: '/meetings', words: words.meetings },
    mayPlan: asker.roles.some(({ name }) => name === 'fund_manager'),
    next,
    rounds: items.map(({ id, name, pot, state, opensAt, closesAt, decideBy }) => ({
      id,
      name,
      pot: pot.name,
      tag: tagOf(state),
      opens: day(opensAt),
      closes: day(closesAt),
      decided: day(decideBy),
    })),
  }),
});

interface Named {
  readonly id: string;
  readonly name: string;
}

const planRoundPage = definePage<readonly Named[]>({
  address: '/rounds/plan',
  for: ['fund_manager'],
  words,
  load: async ({ parts, asker }) => {
    const { items } = await listPots(parts.reading.db, asker, { state: 'open' }, { limit: potsAtMost });
    return items.filter(({ id }) =>
      rolesReaching(asker.roles, { potId: id, parties: {} }).some(({ name }) => name === 'fund_manager'),
    );
  },
  show: (pots) => ({ template: 'rounds/plan.njk', title: words.plan, back, hasPots: pots.length > 0 }),
  forms: {
    plan: commandForm<readonly Named[]>({
      command: 'planRound',
      fields: (pots) => ({
        pot: {
          kind: 'choice',
          asList: true,
          at: '/potId',
          label: words.planning.pot,
          missing: words.planning.potMissing,
          options: pots.map(({ id, name }) => ({ value: id, words: name })),
        },
        name: { kind: 'text', at: '/name', label: words.planning.name },
        opens: { kind: 'date', at: '/opensAt', label: words.planning.opens, missing: words.planning.opensMissing },
        closes: { kind: 'date', at: '/closesAt', label: words.planning.closes, missing: words.planning.closesMissing },
        decided: {
          kind: 'date',
          at: '/decideBy',
          label: words.planning.decided,
          missing: words.planning.decidedMissing,
        },
      }),
      body: ({ opensAt, closesAt, decideBy, ...body }) => ({
        ...body,
        opensAt: atOpening(opensAt),
        closesAt: atClose(closesAt),
        decideBy: atClose(decideBy),
      }),
      done: ({ subjectId }) => saying(`/rounds/${subjectId}`, 'planned'),
    }),
  },
});

type Round = NonNullable<Awaited<ReturnType<typeof findRound>>>;

const standing = ({ state, pot }: Round) => ({ state, scope: { potId: pot.id, parties: {} } });
const backTo =
  (what: string) =>
  (_done: unknown, { params }: PageContext) =>
    saying(`/rounds/${params['id'] ?? ''}`, what);

const roundPage = definePage<Round>({
  address: '/rounds/:id',
  for: staffRoles,
  words,
  load: async ({ parts, asker, params }) => {
    const id = params['id'] ?? '';
    return isId(id) ? findRound(parts.reading.db, asker, id) : undefined;
  },
  show: (round) => ({
    template: 'rounds/round.njk',
    title: round.name,
    back,
    potName: round.pot.name,
    tagNow: tagOf(round.state),
    facts: [
      { words: words.opens, value: moment(round.opensAt) },
      { words: words.closes, value: moment(round.closesAt) },
      { words: words.decided, value: moment(round.decideBy) },
      ...(round.owner === null ? [] : [{ words: words.owner, value: round.owner.name }]),
    ],
  }),
  forms: {
    begin: commandForm<Round>({ command: 'beginDeciding', fields: {}, standing, done: backTo('begun') }),
    complete: commandForm<Round>({ command: 'completeRound', fields: {}, standing, done: backTo('completed') }),
    extend: commandForm<Round>({
      command: 'extendRound',
      standing,
      fields: {
        which: {
          kind: 'choice',
          at: '/which',
          label: words.extend.which,
          missing: words.extend.whichMissing,
          options: [
            { value: 'closesAt', words: words.extend.closes },
            { value: 'decideBy', words: words.extend.decided },
          ],
        },
        to: { kind: 'date', at: '/to', label: words.extend.to, missing: words.extend.toMissing },
        reason: { kind: 'text', at: '/reason', label: words.extend.reason },
      },
      body: ({ to, ...body }) => ({ ...body, to: atClose(to) }),
      done: backTo('moved'),
    }),
    cancel: commandForm<Round>({
      command: 'cancelRound',
      standing,
      fields: {
        why: { kind: 'text', at: '/reason', label: words.cancel.reason, missing: words.cancel.reasonMissing },
      },
      done: backTo('cancelled'),
    }),
  },
});

/** The pages about rounds of applications: planned, moved, decided, given up. */
export const roundPages: readonly Page[] = [roundsPage, planRoundPage, roundPage];
