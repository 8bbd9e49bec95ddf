import { parser } from '@prometheus-io/lezer-promql';

/** An expression of Prometheus, read by its own grammar. */
export interface ReadExpression {
  /** Where it is no expression. */
  readonly faults: readonly string[];
  /** The figures that it asks for, each with the labels that it asks of it. */
  readonly asked: readonly { readonly figure: string; readonly labels: readonly string[] }[];
}

/** Reads an expression. */
export function readExpression(expression: string): ReadExpression {
  const faults: string[] = [];
  const asked: { figure: string; labels: string[] }[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to }) => {
      const text = expression.slice(from, to);
      if (type.isError) faults.push(`at ${String(from)}: ${text}`);
      if (name === 'VectorSelector') asked.push({ figure: text.split('{')[0]!.trim(), labels: [] });
      if (name === 'LabelName') asked.at(-1)?.labels.push(text);
    },
  });
  return { faults, asked };
}

/** What a scrape tells: each figure's name as samples have it, with the labels of all its samples. */
export function figuresOf(scrape: string): ReadonlyMap<string, ReadonlySet<string>> {
  const figures = new Map<string, Set<string>>();
  const add = (figure: string, labels: readonly string[]) => {
    figures.set(figure, new Set([...(figures.get(figure) ?? []), ...labels]));
  };
  for (const line of scrape.split('\n')) {
    const typed = /^# TYPE (\S+) (\S+)$/.exec(line);
    // A counter with labels has no sample before it first counts; it is there all the same.
    if (typed !== null)
      for (const suffix of typed[2] === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
        add(`${typed[1]!}${suffix}`, []);
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? [^ ]+$/.exec(line);
    if (sample !== null)
      add(
        sample[1]!,
        [...(sample[2] ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label!),
      );
  }
  return figures;
}
