import { listPeopleWithRole } from '../../../../db/queries/people/people-with-role';
import { staffRoles } from '../../../domain/lives/roles';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type PageContext } from '../frame/page';
import { seeRun, standing, type RunSeen } from './run';
import { toThePenny } from '../frame/sum';
import { runView } from './views';
import { paymentWords } from './words';

const runOf = ({ params }: PageContext): string => `/payment-runs/${params['id'] ?? ''}`;
const back = (context: PageContext) => ({ to: runOf(context), words: paymentWords.back });
const reasonAt = (words: { readonly reason: string; readonly reasonMissing: string }) => ({
  kind: 'longText' as const,
  at: '/reason',
  label: words.reason,
  missing: words.reasonMissing,
  rows: 3,
});

/** Giving up a run that was not sent. */
export const cancelRunPage = definePage<RunSeen>({
  address: '/payment-runs/:id/cancel',
  for: staffRoles,
  words: paymentWords,
  load: seeRun,
  show: ({ run }, context) => {
    const view = runView(run, context.asker);
    return {
      template: 'payments/run-step.njk',
      title: paymentWords.cancel.title,
      back: back(context),
      name: run.name,
      lead: paymentWords.cancel.lead(view.lines.length, view.total),
      submitWords: paymentWords.cancel.submit(view.total),
      about: paymentWords.cancel.about,
      kind: 'warning',
    };
  },
  forms: {
    step: commandForm<RunSeen>({
      command: 'cancelRun',
      standing,
      fields: { reason: reasonAt(paymentWords.cancel) },
      done: (_done, context) => saying(runOf(context), 'cancelled'),
    }),
  },
});

interface Dropping extends RunSeen {
  readonly line: RunSeen['run']['lines'][number];
}

/** Taking one payment out of a run. */
export const dropPaymentPage = definePage<Dropping>({
  address: '/payment-runs/:id/take-out/:payment',
  for: staffRoles,
  words: paymentWords,
  load: async (context) => {
    const found = await seeRun(context);
    const line = found?.run.lines.find(({ id, droppedAt }) => id === context.params['payment'] && droppedAt === null);
    return found === undefined || line === undefined ? undefined : { ...found, line };
  },
  show: ({ run, line }, context) => ({
    template: 'payments/run-step.njk',
    title: paymentWords.drop.title(line.payee.name),
    back: back(context),
    name: run.name,
    lead: paymentWords.drop.lead(toThePenny(line.amountPence)),
    submitWords: paymentWords.drop.submit(toThePenny(line.amountPence)),
    about: paymentWords.drop.about,
    kind: 'warning',
  }),
  forms: {
    step: commandForm<Dropping>({
      command: 'dropPayment',
      standing,
      fields: { reason: reasonAt(paymentWords.drop) },
      body: (body, { line }) => ({ ...body, paymentId: line.id }),
      done: (_done, context) => saying(runOf(context), 'dropped'),
    }),
  },
});

interface Reassigning extends RunSeen {
  readonly people: readonly { readonly id: string; readonly name: string }[];
}

/** Giving a run to somebody else to look after. */
export const reassignRunPage = definePage<Reassigning>({
  address: '/payment-runs/:id/owner',
  for: staffRoles,
  words: paymentWords,
  load: async (context) => {
    const found = await seeRun(context);
    if (found === undefined) return undefined;
    const { parts, asker } = context;
    const wanted = { potId: found.run.potId, roles: ['payment_maker', 'fund_manager'] as const };
    const people = await listPeopleWithRole(parts.reading.db, asker, wanted);
    return { ...found, people: people.filter(({ id }) => id !== found.run.owner.id) };
  },
  show: ({ run, people }, context) => ({
    template: 'payments/run-step.njk',
    title: paymentWords.owner.title,
    back: back(context),
    name: run.name,
    lead: people.length === 0 ? paymentWords.owner.nobody : undefined,
    submitWords: paymentWords.owner.submit,
    about: paymentWords.owner.about,
  }),
  forms: {
    step: commandForm<Reassigning>({
      command: 'reassignRun',
      standing,
      fields: ({ people }) => ({
        who: {
          kind: 'choice',
          at: '/ownerId',
          label: paymentWords.owner.who,
          missing: paymentWords.owner.whoMissing,
          options: people.map(({ id, name }) => ({ value: id, words: name })),
          ...(people.length > 8 ? { asList: true as const } : {}),
        },
        reason: reasonAt(paymentWords.owner),
      }),
      done: (_done, context) => saying(runOf(context), 'reassigned'),
    }),
  },
});
