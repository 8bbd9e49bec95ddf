import type { Figure } from '../figure';
import { inTurns, listed, timesOf } from '../measuring';
import { decisionsBy, openPotWithGroups, withThePanel } from '../pot';

const decisionsARound = 20;
const rounds = 7;

/** How long one waits for an approval. */
export const approve: Figure = {
  name: 'approve',
  what: 'deciding to award over HTTP, one at a time, p50, by one bare update',
  reach: 1.45,
  better: 'less',
  unit: 'x',
  measure: async (place) => {
    const grantpot = await place.grantpot();
    const bare = await place.bare();
    const setting = await openPotWithGroups(grantpot, 10);
    const decision = await decisionsBy(grantpot, setting.pot);
    const product = async () => {
      const ids = await withThePanel(grantpot, setting, decisionsARound);
      await grantpot.atRest();
      return timesOf(ids, (id) => grantpot.http.as(grantpot.staff.officer, 'decide', { id, body: decision }));
    };
    // A run that is there and cached, as the grant's is.
    const baseline = async () => {
      const ids = [];
      for (let count = 0; count < decisionsARound; count += 1) ids.push(await bare.begin(3));
      await grantpot.atRest();
      return timesOf(ids, (id) => bare.update(id));
    };
    await baseline();
    await product();
    const { product: ours, baseline: theirs, ratio } = await inTurns(rounds, { product, baseline });
    return {
      value: ratio,
      notes: [
        `p50 in ms of ${decisionsARound} each: decide ${listed(ours)}; bare update ${listed(theirs)}`,
        'decided by a panel of three in a meeting, with quorum, connections and the cap asked',
      ],
    };
  },
};
