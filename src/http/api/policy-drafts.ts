import { z } from 'zod';
import { findPotSettings } from '../../../db/queries/pots/pot-settings';
import { changePolicyDraft, dropPolicyDraft, policyWriters } from '../../commands/pots/policy-draft';
import { rolesReaching } from '../../domain/lives/roles';
import { defaultPolicy, type Policy } from '../../domain/policy/policy';
import { policyRefusals } from '../../domain/policy/policy-refusals';
import { policy } from '../schemas/policy';
import { policyDraftAnswer, policyDraftExample } from '../schemas/reads/pots';
import { plainOperation, type PlainOperation } from './plain-operation';
import { readRoute, type Told } from './read-route';

/** Rules as they are to be, or null to give up what was changed. */
interface PolicyDraftBody {
  readonly policy: Policy | null;
}

const policyDraftBody: z.ZodType<PolicyDraftBody> = z.strictObject({ policy: policy.nullable() });

type Answer = Told<typeof policyDraftAnswer>;

/** What publishing would refuse of rules, as pointers into them. */
const refusedOf = (draft: Policy | null): Answer['refused'] =>
  draft === null ? [] : policyRefusals(draft).map(({ field = '', code, detail }) => ({ pointer: field, code, detail }));

/** The rules of a pot while somebody changes them. */
export const policyDraftReads = [
  readRoute({
    operationId: 'getPolicyDraft',
    path: '/pots/{id}/policy-draft',
    summary: 'The rules of a pot as somebody is changing them, with what publishing would refuse; null where nobody is',
    roles: policyWriters,
    response: policyDraftAnswer,
    example: policyDraftExample,
    handle: async ({ db, params, ...asker }): Promise<Answer | undefined> => {
      const potId = params['id'] ?? '';
      const reaches = rolesReaching(asker.roles, { potId, parties: {} });
      if (!reaches.some(({ name }) => policyWriters.includes(name))) return undefined;
      const found = await findPotSettings(db, asker, potId);
      return found === undefined ? undefined : { draft: found.draft, refused: refusedOf(found.draft) };
    },
  }),
] as const;

/** Saving them: no command, since nothing goes by them before they are published. */
export const policyDraftOperations: readonly PlainOperation[] = [
  plainOperation<PolicyDraftBody>({
    operationId: 'savePolicyDraft',
    method: 'put',
    path: '/pots/{id}/policy-draft',
    tag: 'pots',
    summary: 'Save the rules of a pot without publishing them, also unsound ones; null gives up what was changed',
    roles: policyWriters,
    body: policyDraftBody,
    example: { policy: defaultPolicy },
    response: policyDraftAnswer,
    refusals: ['NOT_YOURS_TO_DO'],
    handle: async ({ door, bearer, id, body }): Promise<Answer | undefined> => {
      const sent = body.policy;
      if (sent === null) {
        return (await dropPolicyDraft(door.db, bearer, id)) ? { draft: null, refused: [] } : undefined;
      }
      const saved = await changePolicyDraft(door.db, bearer, id, () => sent);
      return saved === undefined ? undefined : { draft: saved.policy, refused: refusedOf(saved.policy) };
    },
  }),
];
