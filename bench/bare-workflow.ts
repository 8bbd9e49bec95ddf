import { allHandlersFinished, condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';

/** What the bare workflow needs: one small transaction. */
export interface BareRecord {
  write(about: { readonly workflow: string; readonly number: number }): Promise<{ readonly number: number }>;
}

const record = proxyLocalActivities<BareRecord>({ startToCloseTimeout: '20 seconds' });

/** One update of the bare workflow. */
export const bareUpdate = defineUpdate<{ readonly number: number }, [string]>('bare');

/** As little as a durable life can be: each update is one local activity, one after the other, and after so many of them it is over. */
export async function bare(updates: number): Promise<void> {
  let asked: Promise<unknown> = Promise.resolve();
  let number = 0;
  let done = 0;
  setHandler(bareUpdate, (workflow) => {
    number += 1;
    const about = { workflow, number };
    const answer = asked.then(() => record.write(about));
    asked = answer.then(() => (done += 1));
    return answer;
  });
  await condition(() => done >= updates);
  await condition(allHandlersFinished);
}
