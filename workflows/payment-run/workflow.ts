import type { SubjectRef } from '../../src/contracts/runs';
import { Life } from '../subject/life';

/** One payment run, from built to told apart payment by payment. */
export async function paymentRun(subject: SubjectRef): Promise<void> {
  const life = new Life(subject);

  await life.begin();
  await authority(life);
  await bank(life);

  await life.ends();
}

/** Built by one person, authorised by another. */
const authority = (life: Life) => life.leaves('authority');

/** Exported, sent, and answered by the bank. */
const bank = (life: Life) => life.leaves('bank');
