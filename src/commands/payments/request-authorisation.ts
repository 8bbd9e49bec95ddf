import { addPeriod } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { peopleWithRole } from './people-with-role';
import { readSeenRun } from './seen-hash';

/** Nothing more needs to be said. */
export type RequestAuthorisationBody = Readonly<Record<string, never>>;

/** Asks those who may for authorisation; who built the run is not asked. @refusal RUN_EMPTY */
export const requestAuthorisation = defineCommand<RequestAuthorisationBody, 'payment_run'>(
  'payment_run',
  'requestAuthorisation',
  async (c) => {
    const { tx, tenantId, row, policy } = c;
    if (policy === null) throw new Error('a payment run belongs to a pot, and a pot has a policy');
    const [{ payments, totalPence }, authorisers] = await Promise.all([
      readSeenRun(tx, tenantId, row.id),
      peopleWithRole(tx, tenantId, row.pot_id, ['payment_authoriser']),
    ]);
    if (payments === 0) return refuse('RUN_EMPTY');
    const chaseAt = addPeriod(c.at, policy.paymentRun.chaseAuthorisationAfter);
    return {
      to: 'awaiting_authorisation',
      deadlines: arm(c.deadlines, deadline('authorisation', chaseAt, { then: 'chaseAuthorisation' }, c.at)),
      event: { after: { payments, totalPence } },
      mails: authorisers
        .filter((personId) => personId !== row.built_by)
        .map((to) => ({ template: 'run-to-authorise', to, facts: { payments, totalPence } })),
    };
  },
);
