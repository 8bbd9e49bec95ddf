import type { Figure } from '../figure';
import { inTurns, listed, timesOf } from '../measuring';
import { drafted, openPotWithGroups } from '../pot';

const submissionsARound = 20;
const rounds = 7;
const commitsBeside = 1.5;

/** How long a group waits that hands in its application. */
export const submit: Figure = {
  name: 'submit',
  what: `submitting over HTTP, one at a time, p50, by one bare update-with-start and ${commitsBeside} raw commits`,
  reach: 1.5,
  better: 'less',
  unit: 'x',
  measure: async (place) => {
    const grantpot = await place.grantpot();
    const bare = await place.bare();
    const setting = await openPotWithGroups(grantpot, 10);
    const parts: number[][] = [];
    const product = async () => {
      const drafts = await drafted(grantpot, setting, submissionsARound);
      await grantpot.atRest();
      return timesOf(drafts, ({ id, group }) => grantpot.http.as(group.people[0], 'submitApplication', { id }));
    };
    const baseline = async () => {
      await grantpot.atRest();
      const turns = Array.from({ length: submissionsARound }, (_, turn) => turn);
      const begun = await timesOf(turns, () => bare.begin(2));
      const committed = await timesOf(turns, () => bare.commit());
      parts.push([begun, committed]);
      return begun + commitsBeside * committed;
    };
    await baseline();
    await product();
    const { product: ours, baseline: theirs, ratio } = await inTurns(rounds, { product, baseline });
    const of = (place_: number) => listed(parts.slice(1).map((part) => part[place_] ?? NaN));
    return {
      value: ratio,
      notes: [
        `p50 in ms of ${submissionsARound} each: submit ${listed(ours)}; baseline ${listed(theirs)}`,
        `of the baseline: update-with-start ${of(0)}; a commit ${of(1)}`,
      ],
    };
  },
};
