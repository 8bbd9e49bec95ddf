import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** A place in the source that refuses. */
export interface Refusing {
  readonly code: string;
  /** Whether it points at a field of what was sent. */
  readonly hasField: boolean;
  readonly at: string;
}

/** What commands and drafts can be refused by, as the source has it. */
export interface ReachableRefusals {
  /** By the name of each command: all codes that its effect, its place, or the guard or preparation of its body can reach. */
  readonly ofCommands: ReadonlyMap<string, ReadonlySet<string>>;
  /** What an exported function can reach. */
  of(file: string, name: string): ReadonlySet<string>;
  /** Every place in the source that refuses. */
  readonly all: readonly Refusing[];
}

/** Where code is followed to; the engine's own refusals, by the life-cycle table, are everybody's. */
const isFollowed = (file: string): boolean =>
  /^src\/(commands|domain|http\/schemas|http\/api)\//.test(file) &&
  !/^src\/(commands\/apply\/|domain\/refusal|domain\/lives\/)/.test(file);

/**
 * Reads the source as the compiler does: from each command's functions it follows every name to what it stands for, and gathers the
 * codes that `refuse` is given on the way, by their types. So it finds what can be reached, and perhaps a little more.
 */
export function readReachableRefusals(): ReachableRefusals {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = ['src/commands', 'src/domain', 'src/http'].flatMap((folder) =>
    ts.sys.readDirectory(join(root, folder), ['.ts']),
  );
  const program = ts.createProgram(files, { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const nameOf = (node: ts.Node): string => relative(root, node.getSourceFile().fileName);
  const sources = program.getSourceFiles().filter((file) => nameOf(file).startsWith('src/'));

  const refusingAt = (node: ts.Node): readonly Refusing[] => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'refuse') return [];
    const [code, about] = node.arguments;
    if (code === undefined) return [];
    const type = checker.getTypeAtLocation(code);
    const line = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
    return (type.isUnion() ? type.types : [type]).flatMap((one) =>
      one.isStringLiteral()
        ? [{ code: one.value, hasField: about !== undefined && mayHaveField(about), at: `${nameOf(node)}:${line}` }]
        : [],
    );
  };
  const mayHaveField = (about: ts.Expression): boolean =>
    !ts.isObjectLiteralExpression(about) ||
    about.properties.some((property) => ts.isSpreadAssignment(property) || property.name.getText() === 'field');

  /** What a name stands for: the functions and values that its code is in. */
  const meaningOf = (name: ts.Identifier): readonly ts.Node[] => {
    let symbol = checker.getSymbolAtLocation(name);
    if (symbol === undefined) return [];
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    if (ts.isShorthandPropertyAssignment(name.parent)) {
      symbol = checker.getShorthandAssignmentValueSymbol(name.parent) ?? symbol;
      if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    }
    return (symbol.declarations ?? []).filter(
      (declaration) =>
        isFollowed(nameOf(declaration)) &&
        (ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration)),
    );
  };

  const reach = (from: readonly ts.Node[]): ReadonlySet<string> => {
    const codes = new Set<string>();
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      for (const { code } of refusingAt(node)) codes.add(code);
      if (ts.isIdentifier(node)) {
        for (const meaning of meaningOf(node)) {
          if (seen.has(meaning)) continue;
          seen.add(meaning);
          visit(meaning);
        }
      }
      ts.forEachChild(node, visit);
    };
    from.forEach(visit);
    return codes;
  };

  const everywhere = (look: (node: ts.Node) => void): void => {
    const visit = (node: ts.Node): void => {
      look(node);
      ts.forEachChild(node, visit);
    };
    sources.forEach(visit);
  };

  const ofCommands = new Map<string, Set<string>>();
  const add = (command: string, from: readonly ts.Node[]): void => {
    ofCommands.set(command, new Set([...(ofCommands.get(command) ?? []), ...reach(from)]));
  };
  const all: Refusing[] = [];
  everywhere((node) => {
    all.push(...refusingAt(node));
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    if (node.expression.text === 'defineCommand' || node.expression.text === 'defineCreation') {
      const [, name, ...functions] = node.arguments;
      if (name !== undefined && ts.isStringLiteral(name)) add(name.text, functions);
    }
    if (node.expression.text === 'commandRoute') {
      const [route] = node.arguments;
      if (route === undefined || !ts.isObjectLiteralExpression(route)) return;
      const valueOf = (name: string) =>
        route.properties
          .filter((property) => ts.isPropertyAssignment(property))
          .find((property) => property.name.getText() === name)?.initializer;
      const command = valueOf('command');
      const asked = [valueOf('guard'), valueOf('prepare')].filter((one) => one !== undefined);
      if (command !== undefined && asked.length > 0 && ts.isStringLiteral(command)) add(command.text, asked);
    }
  });
  return {
    ofCommands,
    all,
    of: (file, name) => {
      const source = sources.find((one) => nameOf(one) === file);
      const found = source?.statements.filter((one) => ts.isFunctionDeclaration(one) && one.name?.text === name) ?? [];
      if (found.length === 0) throw new Error(`${file} has no function ${name}`);
      return reach(found);
    },
  };
}
