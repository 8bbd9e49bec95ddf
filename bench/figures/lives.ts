import type { Figure } from '../figure';
import { atOnce, inTurns, listed, median, timed } from '../measuring';
import type { Place } from '../place';
import { live } from '../life';
import { drafted, openPotWithGroups, type Drafted } from '../pot';
import { processorSeconds, usedBetween } from '../processor-time';

/** How many lives are lived at the same time. */
const livesAtOnce = 20;
const livesARound = 40;
const rounds = 4;

/** The commands of the shortest legal life: nine of people's, and the instalment that falls due. The payment run's six are shared. */
const commandsALife = 10;

/** Whole lives per second, over HTTP, 20 at once. */
export const lives: Figure = {
  name: 'lives',
  what: `whole lives a second over HTTP, ${livesAtOnce} at once, by lives of as many bare updates`,
  reach: 0.6,
  better: 'more',
  unit: 'x',
  measure: async (place) => {
    const grantpot = await place.grantpot();
    const bare = await place.bare();
    const setting = await openPotWithGroups(grantpot, livesAtOnce);
    const draftSeconds: number[] = [];
    const product = async (count = livesARound) => {
      let made: readonly Drafted[] = [];
      draftSeconds.push((await timed(async () => (made = await drafted(grantpot, setting, count)))) / 1_000);
      return count / ((await timed(() => live(grantpot, setting, made, livesAtOnce))) / 1_000);
    };
    const baseline = async (count = livesARound) => {
      const began = performance.now();
      await atOnce(
        livesAtOnce,
        Array.from({ length: count }, (_, turn) => turn),
        async () => {
          const id = await bare.begin(commandsALife);
          for (let update = 1; update < commandsALife; update += 1) await bare.update(id);
        },
      );
      return count / ((performance.now() - began) / 1_000);
    };
    await baseline(livesAtOnce * 2);
    await product(livesAtOnce * 2);

    const used: string[] = [];
    const told = await inTurns(rounds, {
      baseline: () => watched(place, { 'bare worker': bare.worker.pid }, 'baseline', used, baseline),
      product: () => watched(place, { web: grantpot.web.pid, worker: grantpot.worker.pid }, 'product', used, product),
    });
    const [counted] = await grantpot.look<{ people: number; engine: number; lives: number }>(
      `select count(*) filter (where actor_id is not null)::int as people, count(*) filter (where actor_id is null)::int as engine,
         count(distinct subject_id) filter (where subject_type = 'grant')::int as lives
       from command where subject_type in ('grant', 'payment_run')`,
    );
    const { people = 0, engine = 0, lives: lived = 1 } = counted ?? {};
    return {
      value: told.ratio,
      notes: [
        `lives/s ${listed(told.product, 2)}; bare ${listed(told.baseline, 2)} of ${commandsALife} updates each`,
        `commands a life: ${(people / lived).toFixed(2)} of people's (${livesARound} payments share a run's 6), ${(engine / lived).toFixed(2)} of the engine's`,
        `drafts are written before: ${(median(draftSeconds.slice(1)) * (1_000 / livesARound)).toFixed(0)} ms a life, two requests`,
        ...used.slice(-2),
      ],
    };
  },
};

/** Measures, and notes what each process used of the processors meanwhile. */
async function watched(
  place: Place,
  pids: Readonly<Record<string, number>>,
  side: string,
  notes: string[],
  measure: () => Promise<number>,
): Promise<number> {
  const all = { ...pids, Temporal: place.temporal.pid, Postgres: place.postgres.pid, client: process.pid };
  const [before, began] = [processorSeconds(all), performance.now()];
  const measured = await measure();
  const seconds = (performance.now() - began) / 1_000;
  const used = usedBetween(before, processorSeconds(all));
  const parts = Object.entries(used)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, one]) => `${name} ${(one / seconds).toFixed(2)}`);
  notes.push(`${side}: processors used, of 2 cores' worth at most: ${parts.join(', ')}`);
  return measured;
}
