// Preloaded into a process (NODE_OPTIONS=--require), it has the process believe that it is an hour later than it is.
const hourMs = 3_600_000;
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + hourMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() + hourMs;
  }
};
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + hourMs });
