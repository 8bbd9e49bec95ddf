import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Whether all that a branch does is to throw an error of ours, which no test can reach; a RangeError can be reached. */
const throwsError = (branch) => {
  const [only, ...others] = branch.type === 'BlockStatement' ? branch.body : [branch];
  return others.length === 0 && only?.type === 'ThrowStatement' && only.argument.callee?.name === 'Error';
};

/** What is not mutated, each with its reason, which the report shows. Everything else in the rooms is. */
const IGNORED = [
  {
    why: 'A sentence for people: refusal.test.ts reads every one of them.',
    files: /^src\/domain\/refusals\//,
    is: ({ node, parent }) => node.type === 'StringLiteral' && parent.type === 'ObjectProperty',
  },
  {
    why: 'Published data: the days are compared with the list of GOV.UK when they are entered.',
    files: /^src\/domain\/calendar\/bank-holidays\.ts$/,
    is: ({ node, parent }) => node.type === 'ArrayExpression' && parent.type === 'NewExpression',
  },
  {
    why: 'What cannot be, by the tables of lives and the shape of stored rows: said for the type checker, and thrown if it were.',
    files: /^src\/commands\//,
    is: ({ node }) => node.type === 'IfStatement' && throwsError(node.consequent),
  },
  {
    why: 'What a programmer reads when a rule was called wrongly: that it throws is tested, not in which words.',
    files: /^src\//,
    is: ({ node, parent }) =>
      (node.type === 'StringLiteral' || node.type === 'TemplateLiteral') &&
      parent.type === 'NewExpression' &&
      /^(Range)?Error$/.test(parent.callee.name),
  },
];

/** A plugin of Stryker's, made before a file's name is known: Babel's path knows it. */
const plugin = {
  shouldIgnore(nodePath) {
    const file = path.relative(root, nodePath.hub.file.opts.filename).replaceAll(path.sep, '/');
    return IGNORED.find(({ files, is }) => files.test(file) && is(nodePath))?.why;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'grantpot', value: plugin }];
