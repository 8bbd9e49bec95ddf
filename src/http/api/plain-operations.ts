import { conversationOperations } from './conversation';
import type { PlainOperation } from './plain-operation';

/** Every plain operation over HTTP. */
export const plainOperations: readonly PlainOperation[] = [...conversationOperations];
