import type { SubjectRef } from '../../src/contracts/runs';
import { Life } from '../subject/life';

/** One purchase by a budget holder, from a need to a paid invoice. */
export async function purchase(subject: SubjectRef): Promise<void> {
  const life = new Life(subject);

  await life.begin();
  await authority(life);
  await delivery(life);
  await payment(life);

  await life.ends();
}

/** Asked for, and authorised by somebody else or within her own limit. */
const authority = (life: Life) => life.leaves('authority');

/** Ordered, delivered, invoiced; or not, or disputed. */
const delivery = (life: Life) => life.leaves('delivery');

/** The matched invoice falls due and is paid in a run. */
const payment = (life: Life) => life.leaves('payment');
