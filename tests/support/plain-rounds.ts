import { randomUUID } from 'node:crypto';

import { definitions } from '../../src/commands';
import { defineCommand, defineCreation, type SubjectContext } from '../../src/commands/apply/definition';
import type { Change } from '../../src/commands/apply/change';
import type { Definitions } from '../../src/commands/apply/take-next';
import type { Instant } from '../../src/domain/calendar/calendar';
import { arm, deadline } from '../../src/domain/calendar/deadlines';
import { refuse, type Refusal } from '../../src/domain/refusals/refusal';
import type { RoundState } from '../../src/domain/lives/round-life';
import type { Inbox } from './inbox';
import type { Organisation } from '../builders/organisation';

/** What an effect of a test's own does with a round. */
export type RoundEffect = (c: SubjectContext<Record<string, string>, 'round'>) => Promise<Change | Refusal>;

/**
 * Every command of the product, but those of rounds as plain as can be: they move the state and the deadlines and have no rules. So
 * tests of the engine depend on no rule, and may put an effect of their own, a broken one too, in place of any.
 */
export function withPlainRounds(effects: Readonly<Record<string, RoundEffect>> = {}): Definitions {
  const plain: Readonly<Record<string, RoundEffect>> = {
    openRound: async () => ({ to: 'open' }),
    closeRound: async () => ({ to: 'closed' }),
    chaseRoundDecision: async () => ({}),
    beginDeciding: async () => ({ to: 'deciding' }),
    completeRound: async () => ({ to: 'decided' }),
    cancelRound: async () => ({ to: 'cancelled' }),
    extendRound: async (c) => {
      // Only an open one, so that missing its closing has a consequence.
      if (c.row.state !== 'open')
        return refuse('TRANSITION_NOT_ALLOWED', {
          facts: { subject: 'round', state: c.row.state, command: 'extendRound', allowed: [] },
        });
      const closesAt = c.body['closesAt'] as Instant;
      return {
        set: { closes_at: closesAt, decide_by: closesAt },
        deadlines: arm(c.deadlines, deadline('close', closesAt, { then: 'closeRound' }, c.at)),
      };
    },
    reassignRound: async (c) => ({ set: { owner_id: c.body['ownerId'] }, event: { text: c.body['reason'] ?? '' } }),
    ...effects,
  };
  const commands = Object.entries(plain).map(([name, effect]) => [
    name,
    defineCommand<Record<string, string>, 'round'>('round', name as 'openRound', effect),
  ]);
  const planRound = defineCreation<PlanRoundBody, 'round'>(
    'round',
    'planRound',
    async (_tx, _tenantId, body) => ({
      scope: { potId: body.potId, parties: {} },
      onHold: false,
      policy: null,
      grantId: null,
    }),
    async (c) => {
      const { potId, name, opensAt, closesAt, decideBy } = c.body;
      return {
        to: 'draft',
        create: {
          pot_id: potId,
          name,
          opens_at: opensAt,
          closes_at: closesAt,
          decide_by: decideBy,
          owner_id: c.actorId,
          created_at: c.at,
        },
        deadlines: [
          deadline('open', opensAt, { then: 'openRound' }, c.at),
          deadline('close', closesAt, { then: 'closeRound' }, c.at),
          deadline('decide', decideBy, { then: 'chaseRoundDecision' }, c.at),
        ],
        result: { name: 'planned' },
      };
    },
  );
  return { ...definitions, ...Object.fromEntries(commands), planRound };
}

/** The body of the plain `planRound`. */
export interface PlanRoundBody {
  readonly potId: string;
  readonly name: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly decideBy: Instant;
}

/** A round's row, written straight into the table: in a state, with a deadline at which it closes or opens by itself. */
export async function aRound(
  inbox: Pick<Inbox, 'look'>,
  organisation: Organisation,
  facts: { potId: string; state: RoundState; closesAt: Instant },
): Promise<string> {
  const id = randomUUID();
  const deadlines = [deadline('close', facts.closesAt, { then: 'closeRound' }, '2000-01-01T00:00:00Z')];
  await inbox.look(
    `insert into round (tenant_id, id, pot_id, name, opens_at, closes_at, decide_by, owner_id, state, deadlines, next_due_at, created_at)
     values ($1, $2, $3, 'Spring', '2000-01-01', $4, $4, $5, $6, $7, $4, now())`,
    [
      organisation.tenantId,
      id,
      facts.potId,
      facts.closesAt,
      organisation.manager.personId,
      facts.state,
      JSON.stringify(deadlines),
    ],
  );
  return id;
}
