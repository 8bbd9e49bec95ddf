import { anActiveBudget } from '../builders/active-grant';
import { aRequest } from '../builders/buying';
import { anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf } from '../support/caller';
import { startEngine, type Engine } from '../support/engine';
import { aToken } from '../support/token';
import { waitFor } from '../support/wait-for';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

// Nothing sweeps here: no schedule starts the reconciler. So what is taken was taken by the run's own timer.
test('a purchase whose grant was on hold is chased by its own run, later by as long as the hold', async () => {
  const { inbox } = engine;
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, {
    budgetPence: 200_000,
    policy: aPolicy({ purchases: { ...purchaseRules, authoriseWithin: 'PT3S' } }),
  });
  const employer = await anEmployer(inbox, organisation, {});
  const provider = await aProvider(inbox, organisation, {});
  const { grantId } = await anActiveBudget(inbox, { organisation, potId, employer, askedPence: 200_000 });
  const holder = callerOf(engine.api, await aToken(inbox, employer.budgetHolder));
  const manager = callerOf(engine.api, await aToken(inbox, organisation.manager));

  const { clientReferenceSealed: _, ...request } = aRequest({ grantId, provider, pricePence: 6_500 });
  const asked = await holder.post('/purchases', { ...request, clientReference: 'WC-1047' });
  const { id } = asked.body['subject'] as { id: string };
  await manager.post(`/grants/${grantId}/hold`, { reason: 'A worry' });
  const dueWhenAsked = (asked.body['next'] as { at: string }[])[0]!.at;
  await waitFor('the first date has passed', async () => Date.now() > Date.parse(dueWhenAsked) || undefined);
  await manager.post(`/grants/${grantId}/release`, {});

  const chased = await waitFor('the purchase is chased', async () => {
    const [event] = await inbox.look<{ at: Date }>(
      "select at from event where subject_id = $1 and type = 'purchase_authorisation_chased'",
      [id],
    );
    return event;
  });
  expect(chased.at.getTime()).toBeGreaterThan(Date.parse(dueWhenAsked));
});
