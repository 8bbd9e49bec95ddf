import type { Deployment } from '../support/deployment';
import { startSmtp, type Smtp } from '../support/smtp';
import { aGate, waitFor, type Gate } from '../support/wait-for';
import type { Volunteers } from './volunteers';

/** An SMTP server that can keep to itself that it has a mail. */
export class Post {
  private gate: Gate | undefined;

  private constructor(readonly smtp: Smtp) {}

  static async open(): Promise<Post> {
    const held: { post?: Post } = {};
    const smtp = await startSmtp({ onMail: () => held.post?.gate?.opened ?? Promise.resolve() });
    held.post = new Post(smtp);
    return held.post;
  }

  /** Answers no mail that it has been sent, from now on. @returns lets all go on, and those that come */
  hold(): () => void {
    const gate = aGate();
    this.gate = gate;
    return () => {
      this.gate = undefined;
      gate.open();
    };
  }
}

/** What came of mails that met a fault. */
export interface MetMails {
  /** How many there were. */
  readonly times: number;
  /** From the fault's end until all had left, in milliseconds. */
  readonly recoveryMs: number;
  /** What is wrong, a sentence each. */
  readonly wrong: readonly string[];
}

/**
 * Gives a command to each round, of which each has a mail sent, and has a fault meet those mails.
 *
 * @param fault given how many mails there will be and the commands to be given; answers when they could go on, by `performance.now()`
 */
export async function meetMails(
  grantpot: Deployment,
  { volunteers, smtp }: { readonly volunteers: Volunteers; readonly smtp: Smtp },
  fault: (volley: { readonly count: number; readonly give: () => Promise<void> }) => Promise<number>,
): Promise<MetMails> {
  const { manager, officer } = volunteers.staff;
  const [{ now } = { now: '' }] = await grantpot.look<{ now: string }>('select app.now()::text as now');
  const client = volunteers.client();
  const overAt = await fault({
    count: volunteers.rounds.length,
    give: async () => {
      await Promise.all(
        volunteers.rounds.map((id) => client.as(manager, 'reassignRound', { id, body: { ownerId: officer.id } })),
      );
    },
  });
  const mails = () =>
    grantpot.look<{ id: string; sent: boolean }>(
      `select id, sent_at is not null as sent from outbox where template = 'round-reassigned' and created_at > $1`,
      [now],
    );
  await waitFor('all mails have left', async () => (await mails()).every(({ sent }) => sent));
  const recoveryMs = Math.max(0, performance.now() - overAt);
  const ids = (await mails()).map(({ id }) => id);
  const missing = ids.filter((id) => !smtp.received.some(({ source }) => source.includes(`<${id}@`)));
  return {
    times: ids.length,
    recoveryMs,
    wrong: [
      ...missing.map((id) => `a mail is noted as sent and never came: ${id}`),
      ...(ids.length === volunteers.rounds.length ? [] : [`there are ${String(ids.length)} mails`]),
    ],
  };
}
