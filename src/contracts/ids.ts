/** Names a type after what it identifies, so that one kind of id cannot be handed in for another. */
type Id<Name extends string> = string & { readonly __id: Name };

export type TenantId = Id<'tenant'>;
export type CommandId = Id<'command'>;

/** Whatever a command can be about. An application and the grant that comes of it are one subject with one id: 'grant'. */
export const subjectTypes = [
  'grant',
  'purchase',
  'payment_run',
  'round',
  'fund',
  'pot',
  'meeting',
  'party',
  'person',
  'organisation',
] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** The subjects that wait for something, and so have a workflow. The others are applied in the request. */
export const waitingSubjects = ['grant', 'purchase', 'payment_run', 'round'] as const;
export type WaitingSubject = (typeof waitingSubjects)[number];

/** Whether a subject has deadlines of its own, and so a workflow. */
export function waits(subject: SubjectType): subject is WaitingSubject {
  return (waitingSubjects as readonly string[]).includes(subject);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in lower case, as all our ids are. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
