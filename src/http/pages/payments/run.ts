import { comparedWithEarlierAtMost } from '../../../../db/queries/money/alike-accounts';
import { findPaymentRun } from '../../../../db/queries/money/payment-runs';
import { readInTenant } from '../../../../db/queries/reading';
import { runDutyRefusal } from '../../../commands/payments/run-segregation';
import { isId } from '../../../contracts/ids';
import { londonDate, type Instant } from '../../../domain/calendar/calendar';
import { rolesReaching, staffRoles, type Role } from '../../../domain/lives/roles';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import type { Duty } from '../../../domain/people/segregation';
import { hashOfRun, type RunFound } from '../../api/reads/run-file';
import type { FieldProblem } from '../../problems';
import type { Field, Fields } from '../form/field';
import { commandForm, type StandingNow } from '../frame/command-form';
import { definePage, saying, type Form, type PageContext, type Sent } from '../frame/page';
import { sameAccountsOf } from '../../api/reads/same-accounts';
import { toThePenny } from '../frame/sum';
import { isOpen, runView, sameAccountView } from './views';
import { paymentWords } from './words';

const words = paymentWords.run;

/** So many open lines have a box of their own at once; the others come up as these are told apart. */
const openAtMost = 100;

/** A run as it is seen now. */
export interface RunSeen {
  readonly run: RunFound;
  readonly now: Instant;
}

/** The same, and why segregation of duties keeps whoever looks from its next step. */
export interface RunOpen extends RunSeen {
  readonly refusal: Refusal | undefined;
}

/** The run of the address, for whoever may see it. */
export async function seeRun({ parts, asker, params, session }: PageContext): Promise<RunSeen | undefined> {
  const id = params['id'] ?? '';
  const run = isId(id) ? await findPaymentRun(parts.reading.db, asker, id) : undefined;
  return run === undefined ? undefined : { run, now: (session?.now ?? run.createdAt) as Instant };
}

async function loadRun(context: PageContext): Promise<RunOpen | undefined> {
  const seen = await seeRun(context);
  if (seen === undefined) return undefined;
  return { ...seen, refusal: await dutyRefusal(seen.run, context.parts, context.asker) };
}

const nextDuty: Readonly<
  Partial<Record<RunFound['state'], readonly [Extract<Duty, 'authorised run' | 'sent run'>, Role]>>
> = {
  awaiting_authorisation: ['authorised run', 'payment_authoriser'],
  exported: ['sent run', 'payment_maker'],
};

/** What segregation of duties would answer whoever looks, if they took the run's next step: asked by the command's own rule. */
async function dutyRefusal(
  run: RunFound,
  { reading }: PageContext['parts'],
  asker: PageContext['asker'],
): Promise<Refusal | undefined> {
  const [duty, role] = nextDuty[run.state] ?? [];
  const held = rolesReaching(asker.roles, { potId: run.potId, parties: {} });
  if (duty === undefined || !held.some(({ name }) => name === role)) return undefined;
  const payments = run.lines
    .filter(({ droppedAt }) => droppedAt === null)
    .map(({ id, grantId, purchaseId, partyId, payee }) => ({ id, grantId, purchaseId, partyId, payeeId: payee.id }));
  const { tenantId, personId: actorId } = asker;
  return readInTenant(reading.db, tenantId, (tx) => runDutyRefusal({ tx, tenantId, actorId }, duty, run.id, payments));
}

/** A run as the life-cycle table is asked with it. */
export const standing = ({ run }: RunSeen): StandingNow => ({
  state: run.state,
  scope: { potId: run.potId, parties: {} },
});

const held = ({ lines }: RunFound) => lines.filter(({ droppedAt }) => droppedAt === null);

/** Refused while any of its grants is on hold, before anybody presses the button. */
const holdRefusal = ({ run }: RunOpen): Refusal | undefined =>
  held(run).some(({ onHold }) => onHold) ? refuse('PAYMENT_ON_HOLD') : undefined;

const backToRun =
  (what: string) =>
  (_done: unknown, { params }: PageContext) =>
    saying(`/payment-runs/${params['id'] ?? ''}`, what);

const openLines = ({ lines }: RunFound) => lines.filter(isOpen);

function outcomeFields({ run }: RunOpen): Fields {
  const fields = openLines(run)
    .slice(0, openAtMost)
    .map((line): readonly [string, Field] => [
      `line-${line.id}`,
      {
        kind: 'choice',
        asList: true,
        at: `/lines/${line.id}`,
        label: words.line(line.payee.name, toThePenny(line.amountPence)),
        options: [
          { value: 'settled', words: words.paid },
          { value: 'returned', words: words.returned },
          ...(line.paymentState === 'unknown' ? [] : [{ value: 'unknown', words: words.unknown }]),
        ],
      },
    ]);
  return {
    on: { kind: 'date', at: '/on', label: words.day, missing: words.dayMissing },
    ...Object.fromEntries(fields),
  };
}

/** What was chosen line by line, or with one button for all of the run. */
function outcomesOf({ body, button }: Sent, run: RunFound) {
  const { on, lines = {} } = body as { readonly on?: string; readonly lines?: Readonly<Record<string, string>> };
  const told = button === 'all' ? openLines(run).map(({ id }) => [id, 'settled'] as const) : Object.entries(lines);
  return told.map(([paymentId, outcome]) => ({ paymentId, outcome, on }));
}

const outcomes = commandForm<RunOpen>({
  command: 'recordOutcomes',
  standing,
  fields: outcomeFields,
  initial: ({ now }) => ({ on: londonDate(now) }),
  body: (_body, { run }, _context, sent) => ({ outcomes: outcomesOf(sent, run) }),
  placeOf: (pointer, sent, { run }) => {
    const [, , place = '', what] = pointer.split('/');
    if (what === 'on') return '/on';
    return `/lines/${outcomesOf(sent, run)[Number(place)]?.paymentId ?? ''}`;
  },
  done: backToRun('outcomes'),
});

const tellOutcomes: Form<RunOpen> = {
  ...outcomes,
  act: async (sent, data, context) => {
    const isNothing = outcomesOf(sent, data.run).length === 0;
    const problem: FieldProblem = { pointer: '/none', code: 'NOTHING_CHOSEN', detail: words.nothingChosen };
    return isNothing ? { problems: [problem] } : outcomes.act(sent, data, context);
  },
};

/** One payment run: what it pays and to whom, whose hands it went through, and the one next step. */
export const runPage = definePage<RunOpen>({
  address: '/payment-runs/:id',
  for: staffRoles,
  words: paymentWords,
  load: loadRun,
  show: ({ run }, { asker, parts }) => {
    const open = openLines(run);
    const view = runView(run, asker);
    const isMaker = rolesReaching(asker.roles, { potId: run.potId, parties: {} }).some(
      ({ name }) => name === 'payment_maker',
    );
    return {
      template: 'payments/run.njk',
      title: run.name,
      back: { to: '/payments', words: paymentWords.list.title },
      run: view,
      state: run.state,
      isReleased: ['exported', 'sent', 'reconciled'].includes(run.state),
      isMaker,
      seenHash: hashOfRun(run),
      same: sameAccountsOf(run, parts.reading.open).map(sameAccountView),
      notCompared: held(run).length > comparedWithEarlierAtMost ? words.same.notEarlier : undefined,
      authoriseLead: words.authoriseLead(view.lines.length, view.total),
      authoriseWords: words.authorise(view.total),
      sendWords: words.send(view.total),
      allWords: words.all(open.length, toThePenny(open.reduce((total, { amountPence }) => total + amountPence, 0))),
      firstOnes: open.length > openAtMost ? words.first(openAtMost) : undefined,
    };
  },
  forms: {
    request: commandForm<RunOpen>({
      command: 'requestAuthorisation',
      fields: {},
      standing,
      refusal: ({ run }) => (held(run).length === 0 ? refuse('RUN_EMPTY') : undefined),
      done: backToRun('asked'),
    }),
    authorise: commandForm<RunOpen>({
      command: 'authoriseRun',
      fields: {},
      standing,
      refusal: (data) => data.refusal ?? holdRefusal(data),
      // The digest of what this page showed travels with its button: nobody authorises what they have not seen.
      body: (_body, _data, _context, { button }) => ({ seenHash: button }),
      done: backToRun('authorised'),
    }),
    export: commandForm<RunOpen>({
      command: 'exportRun',
      fields: {},
      standing,
      refusal: holdRefusal,
      done: backToRun('exported'),
    }),
    send: commandForm<RunOpen>({
      command: 'markSent',
      fields: {},
      standing,
      refusal: (data) => data.refusal ?? holdRefusal(data),
      done: backToRun('sent'),
    }),
    outcomes: tellOutcomes,
    // What has a page of its own is offered here as a link, by the same table.
    drop: commandForm<RunOpen>({ command: 'dropPayment', fields: {}, standing, done: backToRun('dropped') }),
    cancel: commandForm<RunOpen>({ command: 'cancelRun', fields: {}, standing, done: backToRun('cancelled') }),
    reassign: commandForm<RunOpen>({ command: 'reassignRun', fields: {}, standing, done: backToRun('reassigned') }),
  },
});
