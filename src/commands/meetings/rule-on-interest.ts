import { assessorRefusal, panelAt } from '../../domain/decision/decision';
import type { Ruling } from '../../domain/decision/quorum';
import { refuse } from '../../domain/refusals/refusal';
import { readItem } from '../application/read-item';
import { defineCommand } from '../apply/definition';

/** What the chair says of somebody who knows the group behind one application. */
export interface RuleOnInterestBody {
  readonly applicationId: string;
  readonly personId: string;
  /** `decides` counts like anybody; `stays` and `leaves` do not count for this item. */
  readonly ruling: Ruling;
}

/**
 * Minutes what the chair ruled of somebody who knows the group, as they declared here or as is on record of them. The chair rules, or
 * whoever takes the minutes notes it down; nobody rules on themselves, nor who may not judge the application. Until it is decided, a
 * ruling can be changed. @refusal APPLICATION_NOT_OF_POT, RULING_ON_YOURSELF, RULING_NOT_YOURS, RULING_WITHOUT_INTEREST,
 * RULING_AFTER_DECISION, and those of `assessorRefusal`
 */
export const ruleOnInterest = defineCommand<RuleOnInterestBody, 'meeting'>('meeting', 'ruleOnInterest', async (c) => {
  const { tx, tenantId, subjectId: meetingId, row, actorId } = c;
  const { applicationId, personId, ruling } = c.body;
  if (actorId === null || actorId === personId) return refuse('RULING_ON_YOURSELF', { field: '/personId' });
  const takesMinutes = c.roles.some((role) => role.name === 'grants_officer' || role.name === 'fund_manager');
  if (!takesMinutes && actorId !== row.chair_id) return refuse('RULING_NOT_YOURS', { field: '/personId' });
  const application = await tx
    .selectFrom('application as a')
    .select((a) => [
      'a.pot_id',
      'a.party_id',
      'a.host_id',
      'a.appealed',
      a
        .selectFrom('interest as i')
        .select('i.ruling')
        .whereRef('i.tenant_id', '=', 'a.tenant_id')
        .whereRef('i.application_id', '=', 'a.id')
        .where('i.meeting_id', '=', meetingId)
        .where('i.person_id', '=', personId)
        .as('ruled'),
      a
        .exists(
          a
            .selectFrom('decision as d')
            .whereRef('d.tenant_id', '=', 'a.tenant_id')
            .whereRef('d.application_id', '=', 'a.id')
            .where('d.meeting_id', '=', meetingId),
        )
        .as('decided'),
    ])
    .where('a.tenant_id', '=', tenantId)
    .where('a.id', '=', applicationId)
    .executeTakeFirst();
  if (application?.pot_id !== row.pot_id) return refuse('APPLICATION_NOT_OF_POT', { field: '/applicationId' });
  if (application.decided === true) return refuse('RULING_AFTER_DECISION', { field: '/applicationId' });
  const { party_id: partyId, host_id: hostId, appealed: isAppeal } = application;
  const item = await readItem(tx, { tenantId, grantId: applicationId, partyId, hostId, isAppeal, meetingId }, [
    actorId,
    personId,
  ]);
  const unfit = assessorRefusal(item, actorId);
  if (unfit !== undefined) return unfit;
  if (!panelAt(item, [personId], 0).knows.includes(personId))
    return refuse('RULING_WITHOUT_INTEREST', { field: '/personId' });

  return {
    writes: [
      tx
        .insertInto('interest')
        .values({
          tenant_id: tenantId,
          meeting_id: meetingId,
          application_id: applicationId,
          person_id: personId,
          level: 'knows',
          ruling,
        })
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'meeting_id', 'application_id', 'person_id']).doUpdateSet({ ruling }),
        )
        .compile(),
    ],
    event: {
      audience: 'staff',
      before: { applicationId, personId, ruling: application.ruled },
      after: { applicationId, personId, ruling },
    },
  };
});
