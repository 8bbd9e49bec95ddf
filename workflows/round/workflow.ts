import type { SubjectRef } from '../../src/contracts/runs';
import { Life } from '../subject/life';

/** One round of applications: opens and closes on its dates, then is decided. */
export async function round(subject: SubjectRef): Promise<void> {
  const life = new Life(subject);

  await life.begin();
  await intake(life);
  await deciding(life);

  await life.ends();
}

/** Before and while it is open. */
const intake = (life: Life) => life.leaves('intake');

/** Closed to applications; the panel decides. */
const deciding = (life: Life) => life.leaves('deciding');
