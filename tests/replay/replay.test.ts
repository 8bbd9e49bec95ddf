import { join } from 'node:path';

import * as workflows from '../../workflows';
import { storedHistories, workflowTypeIn } from './histories';
import { replayed, type Replayed } from './replay';

const histories = storedHistories();

test.each(Object.keys(workflows))('there is a history of %s', (type) => {
  expect(histories.map(({ history }) => workflowTypeIn(history))).toContain(type);
});

describe('a run that began under an earlier version goes on under the bundle of today', () => {
  let told: Replayed;
  beforeAll(async () => {
    told = await replayed({ codePath: join(__dirname, '../../dist/workflow-bundle.js') }, histories);
  });

  test.each(histories.map(({ name }) => name))('%s', (name) => {
    expect(Object.keys(told)).toContain(name);
    expect(told[name]).toBeUndefined();
  });
});
