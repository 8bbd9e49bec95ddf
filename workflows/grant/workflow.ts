import type { SubjectRef } from '../../src/contracts/runs';
import { Life } from '../subject/life';

/** One grant, from submitted application to closed. Postgres holds the record; this holds the waiting. */
export async function grant(subject: SubjectRef): Promise<void> {
  const life = new Life(subject);

  await life.begin(); // from its row: a run can be thrown away and started again at any moment
  await assessment(life);
  await offer(life);
  await delivery(life);
  await closing(life);

  await life.ends();
}

/** Checked, then before the panel; a refusal may be appealed until its window ends. */
const assessment = (life: Life) => life.leaves('draft', 'assessment');

/** The group signs or declines; an offer without an answer runs out on its date. */
const offer = (life: Life) => life.leaves('offer');

/** Conditions, payments, purchases, the report. */
const delivery = (life: Life) => life.leaves('delivery');

/** Money comes back, or is written off. */
const closing = (life: Life) => life.leaves('closing');
