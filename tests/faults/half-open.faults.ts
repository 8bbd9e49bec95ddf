import { startDeployment, type Deployment, type Pair } from '../support/deployment';
import { whatIsWrong } from '../support/nothing-lost';
import { waitFor } from '../support/wait-for';
import { holdCommands } from './holds';
import { meetMails, Post } from './mails';
import { addToTable } from './table';
import { Volunteers } from './volunteers';

const pairs: readonly Pair[] = ['client-web', 'web-postgres', 'worker-postgres', 'web-temporal', 'worker-temporal'];

let grantpot: Deployment;
let volunteers: Volunteers;
let post: Post;

beforeAll(async () => {
  post = await Post.open();
  grantpot = await startDeployment({ proxied: true, smtpPort: post.smtp.port });
  volunteers = await Volunteers.of(grantpot, 4);
});
afterAll(async () => {
  await grantpot.remove();
  await post.smtp.close();
});

interface Met {
  readonly times: number;
  readonly recoveryMs: number;
  readonly wrong?: readonly string[];
}
const told = async (fault: string, { times, recoveryMs, wrong: already = [] }: Met) => {
  const wrong = [...already, ...(await whatIsWrong(grantpot))];
  addToTable({ fault, times, lost: wrong.length, slowestRecoveryMs: recoveryMs });
  expect(wrong).toEqual([]);
};

test.each(pairs)('%s: the connections that are there pass nothing more, and nobody says so', async (pair) => {
  const proxy = grantpot.between(pair);
  const met = await volunteers.meet(async (volley) => {
    const held = await holdCommands(grantpot, 'in the commit');
    volley.give();
    await held.has(volley.count);
    proxy.freeze();
    const at = performance.now();
    await held.release();
    return at;
  });
  proxy.thaw();
  await told(`${pair} half-open`, met);
});

test('worker-smtp: the connections that are there pass nothing more, and nobody says so', async () => {
  const proxy = grantpot.between('worker-smtp');
  const met = await meetMails(grantpot, { volunteers, smtp: post.smtp }, async ({ count, give }) => {
    const [release, before] = [post.hold(), post.smtp.received.length];
    await give();
    await waitFor('the server has the mails', () => Promise.resolve(post.smtp.received.length >= before + count));
    proxy.freeze();
    release();
    return performance.now();
  });
  proxy.thaw();
  await told('worker-smtp half-open', met);
});
