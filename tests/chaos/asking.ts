import { setTimeout as sleep } from 'node:timers/promises';

import type { Person } from '../../src/cli/story/cast';
import type { Json } from '../../src/cli/story/api';
import type { Chance } from './chance';

/** What came of a command, as whoever asked was told. */
export interface Told {
  /** `turned away` is said at the door, before anything is stored. */
  readonly status: 'applied' | 'refused' | 'failed' | 'turned away';
  /** Of a refusal. */
  readonly code: string | undefined;
  readonly commandId: string | undefined;
  readonly subjectId: string | undefined;
  /** Of the subject, as far as it was said. */
  readonly version: number | undefined;
  readonly result: Json;
}

/** One thing that was asked for under one key, however often. */
export interface Asked {
  readonly operationId: string;
  readonly actorId: string;
  readonly key: string;
  readonly told: Told;
  /** Until the outcome was told. */
  readonly tookMs: number;
  /** How often it was sent. */
  readonly sent: number;
}

/** What is asked with. */
export interface Asking {
  readonly id?: string;
  readonly body?: unknown;
}

/** What clients of a run share: the API's operations, and what they were told. */
export interface Front {
  /** The address of the API. */
  readonly api: string;
  readonly operations: ReadonlyMap<string, { readonly method: string; readonly path: string }>;
  readonly asked: Asked[];
  /** What should not have been answered. */
  readonly wrong: string[];
  /** What is being asked now, by key: nothing is left of it when all have their outcome. */
  readonly underWay: Map<string, string>;
}

/** Reads the API's document. */
export async function frontOf(url: string): Promise<Front> {
  const api = `${url}/api/v1`;
  const document = (await (await fetch(`${api}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId }]) => [operationId, { method: method.toUpperCase(), path }] as const,
    ),
  );
  return { api, operations: new Map(operations), asked: [], wrong: [], underWay: new Map() };
}

/** How somebody asks: as the seed says, not as it happens to go. */
interface Manner {
  readonly does: 'asks once' | 'asks twice at once' | 'asks again afterwards' | 'hangs up first';
  readonly follows: 'by asking again' | 'by looking at the command';
  readonly thinksMs: number;
  readonly hangsUpMs: number;
}

/** Nobody waits longer for an outcome, however much is killed meanwhile. */
const patienceMs = 120_000;

/** Somebody's requests: every command is asked for, under its one key, until it has an outcome. */
export class Asker {
  private count = 0;

  constructor(
    private readonly front: Front,
    private readonly name: string,
    private readonly chance: Chance,
  ) {}

  /** Asks for a command as somebody, until it has an outcome. A draft has no command: it is answered with itself. */
  async ask(by: Person, operationId: string, asking: Asking = {}): Promise<Told> {
    this.count += 1;
    const key = `${this.name}/${String(this.count)}`;
    const manner = this.manner();
    await sleep(manner.thinksMs);
    const began = performance.now();
    this.front.underWay.set(key, operationId);
    const sending = { sent: 0 };
    const once = () => this.untilOutcome(by, operationId, asking, key, manner, sending);
    if (manner.does === 'hangs up first')
      await this.send(by, operationId, asking, key, manner.hangsUpMs).catch(() => undefined);
    const told = await (manner.does === 'asks twice at once' ? Promise.all([once(), once()]) : Promise.all([once()]));
    if (manner.does === 'asks again afterwards') told.push(await once());
    const [first] = told as [Told];
    for (const other of told) this.compare(operationId, key, first, other);
    this.front.underWay.delete(key);
    this.front.asked.push({
      operationId,
      actorId: by.id,
      key,
      told: first,
      tookMs: performance.now() - began,
      sent: sending.sent,
    });
    return first;
  }

  /** Reads, until somebody answers. Undefined when there is no such thing for this reader. */
  async read(by: Person, operationId: string, { id = '', query = '' } = {}): Promise<Json | undefined> {
    const { path } = this.operation(operationId);
    return insist(`${operationId} ${id}`, async () => {
      const { status, json } = await answered(`${this.front.api}${path.replace('{id}', id)}${query}`, {
        headers: { authorization: `Bearer ${by.token}` },
      });
      if (status === 503) return 'nobody';
      if (status === 200) return json;
      if (status !== 404) this.front.wrong.push(`${operationId} answered ${String(status)} ${String(json['code'])}`);
      return undefined;
    });
  }

  /** Saves a draft as a whole. */
  async save(by: Person, id: string, content: Json): Promise<void> {
    await insist(`saveApplication ${id}`, async () => {
      const draft = await this.read(by, 'getApplication', { id });
      const { status } = await answered(`${this.front.api}/applications/${id}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${by.token}`,
          'content-type': 'application/json',
          'if-match': `"${String(draft?.['version'])}"`,
        },
        body: JSON.stringify(content),
      });
      return status === 200 ? undefined : 'nobody';
    });
  }

  private manner(): Manner {
    return {
      does: this.chance.weighed({
        'asks once': 70,
        'asks twice at once': 12,
        'asks again afterwards': 10,
        'hangs up first': 8,
      }),
      follows: this.chance.weighed({ 'by asking again': 1, 'by looking at the command': 2 }),
      thinksMs: this.chance.between(0, 400),
      hangsUpMs: this.chance.between(1, 60),
    };
  }

  private async untilOutcome(
    by: Person,
    operationId: string,
    asking: Asking,
    key: string,
    manner: Manner,
    sending: { sent: number },
  ): Promise<Told> {
    return insist(`${operationId} ${key}`, async () => {
      sending.sent += 1;
      const { status, json } = await this.send(by, operationId, asking, key);
      if (status === 503) return 'nobody';
      if (status === 202) {
        if (manner.follows === 'by asking again') return 'nobody';
        return this.outcomeOf(by, String(json['commandId']));
      }
      const code = typeof json['code'] === 'string' ? json['code'] : undefined;
      if (status >= 500) {
        this.front.wrong.push(`${operationId} ${key} answered ${String(status)} ${code ?? ''}`);
        if (code !== 'COMMAND_FAILED') return 'nobody';
      }
      return toldBy(status, json, code);
    });
  }

  private send(by: Person, operationId: string, { id = '', body = {} }: Asking, key: string, hangsUpMs?: number) {
    const { path } = this.operation(operationId);
    return answered(
      `${this.front.api}${path.replace('{id}', id)}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${by.token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      },
      hangsUpMs,
    );
  }

  private async outcomeOf(by: Person, commandId: string): Promise<Told | 'nobody'> {
    return insist(`the outcome of ${commandId}`, async () => {
      const command = await this.read(by, 'getCommand', { id: commandId });
      if (command === undefined || command['status'] === 'stored') return 'nobody';
      const outcome = (command['outcome'] ?? {}) as { refusal?: { code: string }; result?: Json };
      return {
        status: command['status'] as Told['status'],
        code: outcome.refusal?.code,
        commandId,
        subjectId: (command['subject'] as { id: string }).id,
        version: undefined,
        result: outcome.result ?? {},
      };
    });
  }

  private compare(operationId: string, key: string, one: Told, other: Told): void {
    const said = ({ status, code, commandId, subjectId, result }: Told) =>
      JSON.stringify([
        status,
        code,
        commandId,
        status === 'applied' ? subjectId : '',
        // By name: Postgres keeps fields in an order of its own, so a stored answer has them in another.
        status === 'applied' ? Object.entries(result).toSorted(([name], [next]) => (name < next ? -1 : 1)) : '',
      ]);
    if (said(one) !== said(other))
      this.front.wrong.push(`${operationId} ${key} was told ${said(one)} and then ${said(other)}`);
  }

  private operation(operationId: string) {
    const operation = this.front.operations.get(operationId);
    if (operation === undefined) throw new Error(`the API has no operation ${operationId}`);
    return operation;
  }
}

function toldBy(status: number, json: Json, code: string | undefined): Told {
  const commandId = typeof json['commandId'] === 'string' ? json['commandId'] : undefined;
  if (status < 300) {
    return {
      status: 'applied',
      code: undefined,
      commandId,
      subjectId: (json['subject'] as { id: string } | undefined)?.id ?? String(json['id']),
      version: Number(json['version']),
      result: (json['result'] ?? {}) as Json,
    };
  }
  const told = code === 'COMMAND_FAILED' ? 'failed' : commandId === undefined ? 'turned away' : 'refused';
  return { status: told, code, commandId, subjectId: undefined, version: undefined, result: {} };
}

/** One request. Nobody there, and no answer in fifteen seconds, is 503 too. */
async function answered(url: string, init: RequestInit, withinMs = 15_000): Promise<{ status: number; json: Json }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(withinMs) });
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? (JSON.parse(text) as Json) : {} };
  } catch (error) {
    // By name: jest gives tests errors of their own, and fetch's are not among them.
    if (['TypeError', 'TimeoutError', 'AbortError'].includes((error as Error).name)) return { status: 503, json: {} };
    throw error;
  }
}

/** Tries until there is an answer. @throws when there is none for two minutes. */
async function insist<Answer>(what: string, attempt: () => Promise<Answer | 'nobody'>): Promise<Answer> {
  for (const began = performance.now(); performance.now() - began < patienceMs;) {
    const answer = await attempt();
    if (answer !== 'nobody') return answer;
    await sleep(100);
  }
  throw new Error(`no outcome in two minutes: ${what}`);
}
