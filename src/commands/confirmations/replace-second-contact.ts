import { jsonb } from '../../../db/json';
import type { Contact } from '../../domain/application/application';
import { contactRefusals } from '../../domain/application/application-refusals';
import { asksSecondContact } from '../../domain/application/confirmations';
import { together } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { policyOf } from '../grant/grant-context';
import { readContent } from '../grant/read-content';
import { askToConfirm, replaceAll } from './ask';

/** Who is the second contact from now on. */
export interface ReplaceSecondContactBody {
  readonly name: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly role?: string | undefined;
}

/**
 * Names another second contact, or mends the address of the one there is, and asks them to confirm. @refusal CONTACT_NAME_MISSING,
 * CONTACT_EMAIL_MALFORMED, CONTACT_REPEATED, CONTACTS_SHARE_EMAIL
 */
export const replaceSecondContact = defineCommand<ReplaceSecondContactBody, 'grant'>(
  'grant',
  'replaceSecondContact',
  async (c) => {
    const { tx, tenantId, subjectId, body } = c;
    const content = await readContent(c);
    const { name, email, phone, role } = body;
    const second: Contact = {
      name,
      email,
      ...(phone === undefined ? {} : { phone }),
      ...(role === undefined ? {} : { role }),
    };
    const contacts = [...content.contacts.slice(0, 1), second];
    const wrong = together(
      contactRefusals(contacts)
        .filter(({ field }) => field?.startsWith('/contacts/1/'))
        .map((refusal) => ({ ...refusal, field: (refusal.field ?? '').replace('/contacts/1', '') })),
    );
    if (wrong !== undefined) return wrong;
    const asking = asksSecondContact(policyOf(c))
      ? askToConfirm(c, { kind: 'second_contact', name, email })
      : undefined;
    return {
      writes: [
        tx
          .updateTable('application_content')
          .set({ content: jsonb({ ...content, contacts }) })
          .where('tenant_id', '=', tenantId)
          .where('application_id', '=', subjectId)
          .compile(),
        ...replaceAll(c, 'second_contact'),
        ...(asking?.writes ?? []),
      ],
      event: { after: { confirmationId: asking?.confirmationId ?? null } },
      mails: asking?.mails ?? [],
    };
  },
);
