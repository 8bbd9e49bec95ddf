import { once, setMaxListeners } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { aGate, type Gate } from './wait-for';

/** How a slow connection passes bytes on: after so many milliseconds each time, and at most so many bytes at once. */
export interface Slowness {
  readonly latencyMs: number;
  readonly bytesAtOnce: number;
}

/** A TCP connection's two directions: what the client sends, and what it is answered. */
type Direction = 'requests' | 'answers';

/** One client's connection through the proxy. */
interface Link {
  readonly near: Socket;
  readonly far: Socket;
  /** Shut while no byte passes; one for each direction. */
  readonly gates: Map<Direction, Gate>;
}

/** A TCP proxy of a test's own between two processes, to cut, freeze and slow what is between them. */
export interface Proxy {
  readonly port: number;
  /** How many connections go through it now. */
  readonly open: number;
  /** Ends each connection at once, with a reset to both sides, whatever is under way. New ones are let through. */
  cut(): void;
  /** Lets nothing through on the connections that are there, and lets neither side know: half-open. New ones are let through, unless told otherwise. */
  freeze(options?: { readonly newOnesToo?: boolean; readonly only?: Direction }): void;
  /** Lets everything through again, what was held back first. */
  thaw(): void;
  /** Passes everything on slowly; at full speed again without an argument. */
  slow(slowness?: Slowness): void;
  /** Ends all connections and listens no more. */
  close(): Promise<void>;
}

/** Opens a proxy on a free port to a port of this machine. */
export async function openProxy(to: number): Promise<Proxy> {
  const proxy = new TcpProxy(to);
  await proxy.listen();
  return proxy;
}

class TcpProxy implements Proxy {
  private readonly links = new Set<Link>();
  private readonly closing = new AbortController();
  private readonly server: Server;
  private slowness: Slowness | undefined;
  private frozenForNew: readonly Direction[] = [];

  constructor(private readonly to: number) {
    setMaxListeners(0, this.closing.signal); // each connection that is slowed listens, however many there are
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      this.join(near);
    });
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get open(): number {
    return this.links.size;
  }

  cut(): void {
    for (const link of this.links) end(link);
  }

  freeze({ newOnesToo = false, only }: { newOnesToo?: boolean; only?: Direction } = {}): void {
    const directions: readonly Direction[] = only === undefined ? ['requests', 'answers'] : [only];
    if (newOnesToo) this.frozenForNew = directions;
    for (const link of this.links) shut(link, directions);
  }

  thaw(): void {
    this.frozenForNew = [];
    for (const link of this.links) open(link);
  }

  slow(slowness?: Slowness): void {
    this.slowness = slowness;
  }

  async close(): Promise<void> {
    this.closing.abort();
    const closed = new Promise((done) => this.server.close(done));
    this.cut();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ port: this.to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const link: Link = { near, far, gates: new Map() };
    shut(link, this.frozenForNew);
    this.links.add(link);
    const bothWays = [this.pass(link, 'requests', near, far), this.pass(link, 'answers', far, near)];
    void Promise.all(bothWays)
      .catch(() => undefined) // one side is gone, or we end
      .finally(() => {
        end(link);
        this.links.delete(link);
      });
  }

  private async pass(link: Link, direction: Direction, from: Socket, to: Socket): Promise<void> {
    // What a broken side says is heard below, where it is read from; the other's is heard here.
    to.on('error', () => undefined);
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        await link.gates.get(direction)?.opened;
        for (const bytes of this.pieces(chunk)) {
          if (this.slowness !== undefined)
            await sleep(this.slowness.latencyMs, undefined, { signal: this.closing.signal });
          if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
        }
      }
    } catch (error) {
      await link.gates.get(direction)?.opened; // half-open: nobody learns that the other side is gone
      throw error;
    }
    await link.gates.get(direction)?.opened;
    to.end();
  }

  private *pieces(chunk: Buffer): Generator<Buffer> {
    for (let from = 0; from < chunk.length;) {
      const size = this.slowness?.bytesAtOnce ?? chunk.length;
      yield chunk.subarray(from, from + size);
      from += size;
    }
  }
}

function shut({ gates }: Link, directions: readonly Direction[]): void {
  for (const direction of directions) if (!gates.has(direction)) gates.set(direction, aGate());
}

function open({ gates }: Link): void {
  for (const gate of gates.values()) gate.open();
  gates.clear();
}

function end(link: Link): void {
  for (const socket of [link.near, link.far]) {
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
  }
  open(link);
}
