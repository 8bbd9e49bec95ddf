import { bundled } from './bundled';
import { storedHistories, workflowTypeIn } from './histories';
import { guarded, mutants } from './mutants';
import { replayed, type Replayed } from './replay';

const histories = storedHistories();
const types = [...new Set(histories.map(({ history }) => workflowTypeIn(history)))].sort();

/** The types of workflow that have a history which does not replay. */
const stranded = (told: Replayed) =>
  types.filter((type) =>
    histories.some(({ name, history }) => workflowTypeIn(history) === type && told[name] !== undefined),
  );

test.each([
  ['a copy of the workflows', []],
  ['one that adds a timer behind a patch', guarded],
])('%s strands no run', async (_, changes) => {
  const told = await replayed(await bundled(changes), histories);
  expect(Object.keys(told)).toHaveLength(histories.length);
  expect(stranded(told)).toEqual([]);
});

test.each(mutants)('one that $does $what strands the runs of $strands', async (mutant) => {
  const told = await replayed(await bundled(mutant.changes), histories);
  expect(stranded(told)).toEqual([...mutant.strands].sort());
  const said = Object.values(told).filter((error) => error !== undefined);
  for (const error of said) expect(error).toMatch(mutant.said ?? /Nondeterminism error/);
});
