/** When something of one process began and ended, in milliseconds since 1970, finer than whole ones. */
export interface Span {
  readonly kind: 'request' | 'send' | 'activity' | 'query';
  /** The statement's text, or the activity's name. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}
