type Named<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;

/** A sentence of a catalogue with its `{names}` filled in; each of them is demanded by type. */
export function say<Text extends string>(text: Text, facts: Readonly<Record<Named<Text>, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => (facts as Readonly<Record<string, string>>)[name] ?? '');
}
