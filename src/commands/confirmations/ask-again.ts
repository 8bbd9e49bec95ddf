import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mailAgain } from './ask';
import { confirmationsOf } from './read-confirmations';

/** Which confirmation is asked for once more. */
export interface AskConfirmationAgainBody {
  readonly confirmationId: string;
}

/** Sends the mail with the link once more. @refusal CONFIRMATION_UNKNOWN, CONFIRMATION_SETTLED */
export const askConfirmationAgain = defineCommand<AskConfirmationAgainBody, 'grant'>(
  'grant',
  'askConfirmationAgain',
  async (c) => {
    const known = (await confirmationsOf(c)).find(({ id }) => id === c.body.confirmationId);
    if (known === undefined) return refuse('CONFIRMATION_UNKNOWN', { field: '/confirmationId' });
    if (known.state !== 'asked') return refuse('CONFIRMATION_SETTLED');
    return {
      event: { after: { confirmationId: known.id, kind: known.kind } },
      mails: [mailAgain(known.id, known.kind, c.row.reference)],
    };
  },
);
