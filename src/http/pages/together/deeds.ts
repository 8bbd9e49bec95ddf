import { z } from 'zod';
import type { Chosen, ChosenKind } from '../../../../db/queries/lists/chosen';
import type { Colleague } from '../../../../db/queries/people/colleagues';
import type { CommandName } from '../../../domain/lives';
import { rolesReaching, type Role } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { id, words as text } from '../../schemas/fields';
import type { Fields } from '../form/field';
import { refusalByTable } from '../frame/command-form';
import type { PageContext, Sent } from '../frame/page';
import { togetherWords as words } from './words';

/** What would be done to one of those that were chosen; or why it stays as it is. */
export type Planned =
  | { readonly command: CommandName; readonly body: Readonly<Record<string, unknown>>; readonly will: string }
  | { readonly stays: string };

/** What everything on these pages is judged with. */
export interface Choosing {
  readonly chosen: readonly Chosen[];
  readonly colleagues: readonly Colleague[];
}

/** Something that is done to several at once: the command of one, for each. */
export interface Deed {
  readonly link: string;
  readonly title: string;
  readonly fields: (data: Choosing) => Fields;
  /** What has to be typed; the command of each reads it once more. */
  readonly body: (data: Choosing) => z.ZodType;
  readonly plan: (one: Chosen, body: Sent['body'], data: Choosing, context: PageContext) => Planned;
  readonly button: (count: number, body: Sent['body'], data: Choosing) => string;
}

const refusedByTable = (command: CommandName, one: Chosen, context: PageContext): string | undefined =>
  refusalByTable(command, { state: one.state, onHold: one.onHold, scope: { potId: one.potId, parties: {} } }, context)
    ?.detail;

const reassigning = {
  grant: 'reassign',
  purchase: 'reassignPurchase',
  payment_run: 'reassignRun',
} as const satisfies Record<ChosenKind, CommandName>;

const runOwners: readonly Role[] = ['payment_maker', 'fund_manager'];
const owners: readonly Role[] = ['grants_officer', 'fund_manager'];

/** Whether somebody can look after a thing, by the same rule as the commands. */
function unfit({ type, potId }: Chosen, { roles }: Colleague): string | undefined {
  const fit = type === 'payment_run' ? runOwners : owners;
  if (rolesReaching(roles, { potId, parties: {} }).some(({ name }) => fit.includes(name))) return undefined;
  return refuse(type === 'payment_run' ? 'RUN_OWNER_UNFIT' : 'OWNER_NOT_STAFF', { field: '/ownerId' }).detail;
}

const chosenOwner = (body: Sent['body'], { colleagues }: Choosing): Colleague | undefined =>
  colleagues.find(({ id }) => id === body['ownerId']);

const takesReason = (chosen: readonly Chosen[]): boolean => chosen.some(({ type }) => type !== 'grant');

const reassign: Deed = {
  link: words.reassign.link,
  title: words.reassign.title,
  fields: ({ chosen, colleagues }) => ({
    who: {
      kind: 'choice',
      at: '/ownerId',
      label: words.reassign.who,
      missing: words.reassign.whoMissing,
      asList: true,
      options: colleagues
        .filter(({ roles }) => roles.some(({ name }) => owners.includes(name) || runOwners.includes(name)))
        .map(({ id, name }) => ({ value: id, words: name })),
    },
    // A grant's command takes none.
    ...(takesReason(chosen)
      ? {
          reason: {
            kind: 'longText',
            at: '/reason',
            label: words.reassign.reason,
            hint: words.reassign.reasonHint,
            missing: words.reassign.reasonMissing,
            atMost: 4000,
            rows: 3,
          },
        }
      : {}),
  }),
  body: ({ chosen }) => z.object({ ownerId: id, ...(takesReason(chosen) ? { reason: text } : {}) }),
  plan: (one, body, data, context) => {
    const command = reassigning[one.type];
    const colleague = chosenOwner(body, data);
    if (colleague === undefined) return { stays: refuse('PERSON_UNKNOWN', { field: '/ownerId' }).detail };
    const { id: ownerId, name } = colleague;
    if (one.owner?.id === ownerId) return { stays: words.reassign.already(name) };
    const why = refusedByTable(command, one, context) ?? unfit(one, colleague);
    if (why !== undefined) return { stays: why };
    const reason = one.type === 'grant' ? {} : { reason: body['reason'] };
    return { command, body: { ownerId, ...reason }, will: words.reassign.will(name) };
  },
  button: (count, body, data) => words.reassign.button(count, chosenOwner(body, data)?.name ?? ''),
};

const write: Deed = {
  link: words.write.link,
  title: words.write.title,
  fields: () => ({
    text: {
      kind: 'longText',
      at: '/text',
      label: words.write.text,
      hint: words.write.textHint,
      missing: words.write.textMissing,
      atMost: 4000,
    },
  }),
  body: () => z.object({ text }),
  plan: (one, body, _data, context) => {
    if (one.type !== 'grant') return { stays: words.write.notGrant };
    const why = refusedByTable('sendMessage', one, context);
    if (why !== undefined) return { stays: why };
    return { command: 'sendMessage', body: { text: body['text'] }, will: words.write.will(one.party ?? '') };
  },
  button: (count) => words.write.button(count),
};

/** What can be done to several at once, by its place in the address. */
export const deeds: Readonly<Record<string, Deed>> = { reassign, write };
