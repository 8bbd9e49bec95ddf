import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import type { EmptyBody } from '../grant/grant-context';
import { replaceAll } from './ask';

/** Says all by its name. */
export type RemoveHostBody = EmptyBody;

/** The group has a bank account after all, and is the payee itself. @refusal HOST_NOT_NAMED */
export const removeHost = defineCommand<RemoveHostBody, 'grant'>('grant', 'removeHost', (c) =>
  Promise.resolve(
    c.row.host_id === null
      ? refuse('HOST_NOT_NAMED')
      : {
          set: { host_id: null },
          writes: replaceAll(c, 'host'),
          event: { before: { hostId: c.row.host_id }, after: { hostId: null } },
        },
  ),
);
