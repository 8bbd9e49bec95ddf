/** How many may be inside at a time. */
export interface TurnstileLimits {
  readonly atMost: number;
  /** Of those, how many of one person. */
  readonly ofOne: number;
}

/** Lets in so many at a time, and of one person so many; whoever finds no room is told at once, and waits for nobody. */
export class Turnstile {
  private readonly inside = new Map<string, number>();
  private all = 0;

  constructor(private readonly limits: TurnstileLimits) {}

  /** @returns how to leave again, once or more often; undefined where there is no room */
  enter(who: string): (() => void) | undefined {
    const own = this.inside.get(who) ?? 0;
    if (this.all >= this.limits.atMost || own >= this.limits.ofOne) return undefined;
    this.all += 1;
    this.inside.set(who, own + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.all -= 1;
      const left = (this.inside.get(who) ?? 1) - 1;
      if (left === 0) this.inside.delete(who);
      else this.inside.set(who, left);
    };
  }
}
