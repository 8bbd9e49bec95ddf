import { defineCommand } from '../apply/definition';
import { peopleWithRole } from './people-with-role';

/** The engine's own: a run has waited too long for somebody to authorise it. */
export const chaseAuthorisation = defineCommand<object, 'payment_run'>(
  'payment_run',
  'chaseAuthorisation',
  async (c) => {
    const { tx, tenantId, row } = c;
    const authorisers = await peopleWithRole(tx, tenantId, row.pot_id, ['payment_authoriser', 'fund_manager']);
    return {
      event: { audience: 'staff' },
      mails: authorisers
        .filter((personId) => personId !== row.built_by)
        .map((to) => ({ template: 'run-authorisation-late', to })),
    };
  },
);
