import { v7 as newId } from 'uuid';
import { defineCommand } from '../apply/definition';
import type { TokenScope } from './access-token';

/** A token as it is stored: its digest only. */
export interface IssueTokenBody {
  /** What it is for, in the person's words. */
  readonly label: string;
  readonly scopes: readonly TokenScope[];
  /** SHA-256 of the token, base64url; see `newToken`. */
  readonly tokenHash: string;
}

/** Lets a person in by a token. They are told by mail, so that nobody acts in their name unnoticed. */
export const issueToken = defineCommand<IssueTokenBody, 'person'>(
  'person',
  'issueToken',
  async ({ tx, tenantId, subjectId: personId, body, at }) => {
    const tokenId = newId();
    return {
      writes: [
        tx
          .insertInto('access_token')
          .values({
            tenant_id: tenantId,
            id: tokenId,
            person_id: personId,
            token_hash: Buffer.from(body.tokenHash, 'base64url'),
            label: body.label,
            scopes: [...body.scopes],
            created_at: at,
          })
          .compile(),
      ],
      event: { audience: 'staff', after: { tokenId, scopes: body.scopes } },
      mails: [{ template: 'token-issued', to: personId, facts: { tokenId, scopes: body.scopes } }],
      result: { tokenId },
    };
  },
);
