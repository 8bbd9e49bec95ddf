import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** Which of the person's tokens lets nobody in any more. */
export interface RevokeTokenBody {
  readonly tokenId: string;
}

/** Revokes a token, from this moment. @refusal TOKEN_UNKNOWN */
export const revokeToken = defineCommand<RevokeTokenBody, 'person'>(
  'person',
  'revokeToken',
  async ({ tx, tenantId, subjectId: personId, body, at }) => {
    const token = await tx
      .selectFrom('access_token')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', body.tokenId)
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (token === undefined) return refuse('TOKEN_UNKNOWN', { field: '/tokenId' });
    return {
      writes: [
        tx
          .updateTable('access_token')
          .set({ revoked_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', token.id)
          .compile(),
      ],
      event: { audience: 'staff', after: { tokenId: token.id } },
    };
  },
);
