import type { Figure, Measured } from '../figure';
import { atOnce, inTurns, listed, median, percentile, timed, type InTurns } from '../measuring';
import type { Place } from '../place';
import { bareReadingAt, readingAt } from '../reading-place';

const many = 100_000;
const few = 10_000;
const rounds = 9;
const requestsARound = 400;
/** As many as ask at the same time where throughput is measured. */
const askers = 8;

type Ask = () => Promise<unknown>;

/** How long each of a round's requests took, one after the other. */
async function times(ask: Ask, count = requestsARound): Promise<readonly number[]> {
  const all: number[] = [];
  for (let turn = 0; turn < count; turn += 1) all.push(await timed(ask));
  return all;
}

async function perSecond(ask: Ask, count = requestsARound): Promise<number> {
  const turns = Array.from({ length: count }, () => undefined);
  return count / ((await timed(() => atOnce(askers, turns, ask))) / 1_000);
}

/** Both sides in turns: how many are answered a second, and how long one waits, one at a time, where the bare side goes above the line so that more is better. */
async function compared(ours: Ask, theirs: Ask): Promise<{ waits: InTurns; answers: InTurns }> {
  for (const ask of [theirs, ours]) await perSecond(ask, 3 * requestsARound);
  const waits = await inTurns(rounds, {
    product: async () => median(await times(theirs)),
    baseline: async () => median(await times(ours)),
  });
  const answers = await inTurns(rounds, { product: () => perSecond(ours), baseline: () => perSecond(theirs) });
  return { waits, answers };
}

const told = ({ waits, answers }: { waits: InTurns; answers: InTurns }): string[] => [
  `p50 one at a time, ms: ${listed(waits.baseline, 2)}; bare ${listed(waits.product, 2)}: bare by ours ${waits.ratio.toFixed(2)}`,
  `answers a second, ${String(askers)} askers: ${listed(answers.product, 0)}; bare ${listed(answers.baseline, 0)}: ours by bare ${answers.ratio.toFixed(2)}`,
];

const listPath = '/api/v1/grants';

/** A page of grants beside a bare page with the same rows. */
export const list: Figure = {
  name: 'list',
  what: `a page of 50 of 100,000 grants as JSON, by Express + pg with one indexed select`,
  reach: 0.6,
  better: 'more',
  unit: 'x',
  measure: async (place) => {
    const { officer } = await readingAt(place, many);
    const { getter } = await bareReadingAt(place, many);
    const both = await compared(
      () => officer.get(listPath),
      () => getter.get('/grants'),
    );
    const [bytes, bareBytes] = [(await officer.get(listPath)).length, (await getter.get('/grants')).length];
    return {
      value: both.answers.ratio,
      notes: [...told(both), `bytes: ${String(bytes)}; bare ${String(bareBytes)}`],
    };
  },
};

/** Whether a page takes longer where there are more grants. */
export const listGrows: Figure = {
  name: 'list-p95',
  what: 'the p95 of that page at 100,000 grants, by its own at 10,000',
  reach: 1.5,
  better: 'less',
  unit: 'x',
  measure: async (place): Promise<Measured> => {
    const [big, small] = [await readingAt(place, many), await readingAt(place, few)];
    const p95 = async (place_: typeof big) => percentile(await times(() => place_.officer.get(listPath)), 95);
    for (const one of [small, big]) await perSecond(() => one.officer.get(listPath), 2 * requestsARound);
    const both = await inTurns(rounds, { product: () => p95(big), baseline: () => p95(small) });
    return { value: both.ratio, notes: [`p95 in ms: ${listed(both.product)}; at 10,000 ${listed(both.baseline)}`] };
  },
};

/** One grant and its timeline, beside the same two documents of a bare process. */
export const detail: Figure = {
  name: 'detail',
  what: 'one of 100,000 grants and its timeline as JSON, by Express + pg with one indexed select each',
  reach: 0.5,
  better: 'more',
  unit: 'x',
  measure: async (place: Place): Promise<Measured> => {
    const { officer } = await readingAt(place, many);
    const { getter, grantIds } = await bareReadingAt(place, many);
    let turn = 0;
    const next = () => grantIds[(turn += 1) % grantIds.length] ?? '';
    const ours = async () => {
      const id = next();
      await officer.get(`${listPath}/${id}`);
      await officer.get(`${listPath}/${id}/timeline`);
    };
    const theirs = async () => {
      const id = next();
      await getter.get(`/grants/${id}`);
      await getter.get(`/grants/${id}/timeline`);
    };
    const both = await compared(ours, theirs);
    const id = next();
    const bytes =
      (await officer.get(`${listPath}/${id}`)).length + (await officer.get(`${listPath}/${id}/timeline`)).length;
    return { value: both.answers.ratio, notes: [...told(both), `bytes of one: ${String(bytes)}`] };
  },
};
