/** When something of one process began and ended, in milliseconds since 1970, finer than whole ones. */
export interface Span {
  readonly kind: 'request' | 'send' | 'activity' | 'query';
  /** The statement's text, or the activity's name. */
  readonly name: string;
  /** What asked: a request, a run, or relay and outbox. */
  readonly within: 'request' | 'activity' | 'background';
  readonly from: number;
  readonly to: number;
}
