/** A change of workflow code. */
export interface Change {
  /** The file, seen from the root of the sources. */
  readonly file: string;
  /** What stands there, once, and what stands there instead. */
  readonly from: string;
  readonly to: string;
}

/** A change by which runs that are under way would be stranded. */
export interface Mutant {
  /** What it does to the commands that a workflow gives Temporal. */
  readonly does: 'adds' | 'drops' | 'renames' | 'swaps';
  readonly what: string;
  readonly changes: readonly Change[];
  /** The types of workflow that have a history which cannot be replayed then. All others can. */
  readonly strands: readonly string[];
  /** What is said of such a history, unless it is that the workflow would now do something else. */
  readonly said?: RegExp;
}

const subjects = ['grant', 'paymentRun', 'purchase', 'round'];

/** Such changes of a file, by what stands there and what stands there instead. */
const inFile =
  (file: string) =>
  (...changes: readonly (readonly [from: string, to: string])[]): readonly Change[] =>
    changes.map(([from, to]) => ({ file, from, to }));

/** The same change in the workflow of each kind of subject. */
const inEachWorkflow = (from: string, to: string): readonly Change[] =>
  ['grant', 'payment-run', 'purchase', 'round'].map((folder) => ({
    file: `workflows/${folder}/workflow.ts`,
    from,
    to,
  }));

const inLife = inFile('workflows/subject/life.ts');
const inMessages = inFile('workflows/subject/messages.ts');
const inIndex = inFile('workflows/index.ts');
const inReconciler = inFile('workflows/reconciler/workflow.ts');

const lookOnce = '    await this.look();\n';
const firstLook = '  await life.begin();';
const showing =
  'if (standing.phase !== shown) upsertSearchAttributes({ [searchAttributes.status]: [standing.phase] });';

const ofAllSubjects: readonly Mutant[] = [
  {
    does: 'adds',
    what: 'a timer before the record is asked',
    changes: inLife(['  condition,\n', '  condition,\n  sleep,\n'], [lookOnce, `    await sleep(1);\n${lookOnce}`]),
    strands: subjects,
  },
  {
    does: 'drops',
    what: 'the search attribute',
    changes: inLife([showing, 'void [upsertSearchAttributes, searchAttributes];']),
    strands: subjects,
  },
  {
    does: 'drops',
    what: 'the timer of what is due',
    changes: inLife(['condition(moved, Math.max(1, due.inMs))', 'condition(moved).then(() => true)']),
    strands: subjects,
  },
  {
    does: 'drops',
    what: 'continuing as new',
    changes: inLife(
      ['if (workflowInfo().continueAsNewSuggested) await this.beginAnew();', ''],
      ['this.standing !== standing || workflowInfo().continueAsNewSuggested', 'this.standing !== standing'],
    ),
    strands: subjects,
  },
  {
    does: 'drops',
    what: 'the look that somebody asks a run for',
    changes: inLife([
      'setHandler(lookAgainSignal, () => this.look());',
      'setHandler(lookAgainSignal, () => undefined);',
    ]),
    strands: subjects,
  },
  {
    does: 'drops',
    what: 'waiting in a phase that comes again',
    changes: inLife(['while (!this.standing.final) await this.leaves(this.standing.phase);', '']),
    strands: subjects,
  },
  {
    does: 'renames',
    what: 'the local activity that takes what is due',
    changes: inLife(['() => record.applyDue(this.subject)', '() => record.takeDue(this.subject)']),
    strands: subjects,
  },
  {
    does: 'renames',
    what: 'the local activity that applies a command',
    changes: inLife(['() => record.applyCommand(', '() => record.apply(']),
    strands: subjects,
  },
  {
    does: 'renames',
    what: 'the update',
    changes: inMessages(["('applyCommand')", "('command')"]),
    strands: subjects,
  },
  {
    does: 'renames',
    what: 'the signal',
    changes: inMessages(["('lookAgain')", "('look')"]),
    strands: subjects,
  },
  {
    does: 'swaps',
    what: 'the search attribute and the timer',
    changes: inLife(
      [showing, 'const show = standing.phase !== shown;'],
      [
        '      // Postgres',
        '      if (show) void Promise.resolve().then(() => upsertSearchAttributes({ [searchAttributes.status]: [standing.phase] }));\n      // Postgres',
      ],
    ),
    strands: subjects,
  },
  {
    does: 'swaps',
    what: 'local activities for ordinary ones',
    changes: inLife(
      ['  proxyLocalActivities,\n', '  proxyActivities,\n'],
      ['proxyLocalActivities<SubjectRecord>', 'proxyActivities<SubjectRecord>'],
      ["  localRetryThreshold: '1 second',\n", ''],
    ),
    strands: subjects,
  },
  {
    does: 'swaps',
    what: 'one local activity at a time for all at once',
    changes: inLife(['this.asked.then(ask)', 'ask()']),
    strands: subjects,
  },
];

const ofEachWorkflow: readonly Mutant[] = [
  { does: 'drops', what: 'the first look', changes: inEachWorkflow(firstLook, ''), strands: subjects },
  {
    does: 'adds',
    what: 'a second first look',
    changes: inEachWorkflow(firstLook, `${firstLook}\n${firstLook}`),
    strands: subjects,
  },
  {
    does: 'renames',
    what: 'the workflows',
    changes: inIndex(
      ...[...subjects, 'reconciler'].map((type) => [`{ ${type} }`, `{ ${type} as ${type}Anew }`] as const),
    ),
    strands: [...subjects, 'reconciler'],
    said: /workflow task failure/, // there is no such workflow, and the words for that are encrypted
  },
];

const ofTheReconciler: readonly Mutant[] = [
  {
    does: 'adds',
    what: 'a second activity to the reconciler',
    changes: inReconciler(['  return reconcile();', '  await reconcile();\n  return reconcile();']),
    strands: ['reconciler'],
  },
  {
    does: 'adds',
    what: 'a timer to the reconciler',
    changes: inReconciler(
      [
        "import { proxyActivities } from '@temporalio/workflow';",
        "import { proxyActivities, sleep } from '@temporalio/workflow';",
      ],
      ['  return reconcile();', '  await sleep(1);\n  return reconcile();'],
    ),
    strands: ['reconciler'],
  },
  {
    does: 'drops',
    what: 'the activity of the reconciler',
    changes: inReconciler(['  return reconcile();', '  return {} as Reconciled;']),
    strands: ['reconciler'],
  },
  {
    does: 'renames',
    what: 'the activity of the reconciler',
    changes: inReconciler(['const { reconcile }', 'const { mend: reconcile }']),
    strands: ['reconciler'],
  },
  {
    does: 'swaps',
    what: 'the activity of the reconciler for a local one',
    changes: inReconciler(
      ['import { proxyActivities }', 'import { proxyLocalActivities }'],
      ['proxyActivities<Reconciling>', 'proxyLocalActivities<Reconciling>'],
      ["  heartbeatTimeout: '1 minute',\n", ''],
    ),
    strands: ['reconciler'],
  },
];

/** At least one of each kind for every workflow. */
export const mutants: readonly Mutant[] = [...ofAllSubjects, ...ofEachWorkflow, ...ofTheReconciler];

/** The first of them as it may be made: behind a patch, which runs that are under way have not seen. */
export const guarded: readonly Change[] = inLife(
  ['  condition,\n', '  condition,\n  patched,\n  sleep,\n'],
  [lookOnce, `    if (patched('sleeps first')) await sleep(1);\n${lookOnce}`],
);
