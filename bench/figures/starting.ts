import type { Figure } from '../figure';
import { startedTwice } from '../started';

/** How long a second `npm start` takes. */
export const start: Figure = {
  name: 'start',
  what: 'a second npm start until it is ready',
  reach: 10,
  better: 'less',
  unit: 's',
  measure: async (place) => {
    const { firstSeconds, secondSeconds } = await startedTwice(place);
    return {
      value: secondSeconds,
      notes: [`the first, which makes the database and loads the demonstration: ${firstSeconds.toFixed(1)} s`],
    };
  },
};

/** What everything holds of the machine's memory when nobody asks for anything. */
export const memory: Figure = {
  name: 'memory',
  what: 'proportional set size of all processes at rest, after the second start',
  reach: 700,
  better: 'less',
  unit: 'MiB',
  measure: async (place) => {
    const { mebibytes } = await startedTwice(place);
    const parts = Object.entries(mebibytes).toSorted(([, one], [, other]) => other - one);
    return {
      value: parts.reduce((total, [, size]) => total + size, 0),
      notes: [parts.map(([name, size]) => `${name} ${size.toFixed(0)}`).join(', ')],
    };
  },
};
