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

test.each(pairs)('%s: every connection is reset while commands are under way', async (pair) => {
  const met = await volunteers.meet(async (volley) => {
    const held = await holdCommands(grantpot, 'inside');
    volley.give();
    await held.has(volley.count);
    grantpot.between(pair).cut();
    const at = performance.now();
    await held.release();
    return at;
  });
  await told(`${pair} cut in mid-flight`, met);
});

test.each(pairs)('%s: answers are a few bytes at a time', async (pair) => {
  const proxy = grantpot.between(pair);
  const met = await volunteers.meet((volley) => {
    proxy.slow({ latencyMs: 5, bytesAtOnce: 100 });
    volley.give();
    return Promise.resolve(performance.now());
  });
  proxy.slow();
  await told(`${pair} slowed`, met);
});

test('worker-smtp: every connection is reset while the server has mails and has not said so', async () => {
  const met = await meetMails(grantpot, { volunteers, smtp: post.smtp }, async ({ count, give }) => {
    const [release, before] = [post.hold(), post.smtp.received.length];
    await give();
    await waitFor('the server has the mails', () => Promise.resolve(post.smtp.received.length >= before + count));
    grantpot.between('worker-smtp').cut();
    release();
    return performance.now();
  });
  await told('worker-smtp cut in mid-flight', met);
});

test('worker-smtp: answers are a few bytes at a time', async () => {
  const proxy = grantpot.between('worker-smtp');
  const met = await meetMails(grantpot, { volunteers, smtp: post.smtp }, async ({ give }) => {
    proxy.slow({ latencyMs: 5, bytesAtOnce: 100 });
    await give();
    return performance.now();
  });
  proxy.slow();
  await told('worker-smtp slowed', met);
});

test('more clients than connections, and each connection taken: nobody is answered wrongly', async () => {
  const { manager } = volunteers.staff;
  const clients = Array.from({ length: 60 }, () => volunteers.client());
  const held = await holdCommands(grantpot, 'inside');
  const id = volunteers.pots[0]!;
  const giving = clients.map((client) => client.as(manager, 'addBudget', { id, body: { amountPence: 100 } }));
  await waitFor('somebody is told that it is not for the moment', () =>
    Promise.resolve(clients.some(({ repeated }) => repeated > 0)),
  );
  const at = performance.now();
  await held.release();
  await Promise.all(giving);
  await told('the pool exhausted by 60 clients', { times: clients.length, recoveryMs: performance.now() - at });
});
