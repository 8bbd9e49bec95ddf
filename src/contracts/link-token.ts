/**
 * Links for people who have no account. A token is the ids of what it is about and a digest of them by a key that only the processes have, so the
 * database holds nothing that opens a link, and a link can be made anew when its mail is sent again (docs/decisions/0023). What can be used once is
 * used once by its row's own state.
 */

/** What a link is for; a token for one opens no other. */
export type LinkPurpose = 'announcements' | 'confirmation' | 'order' | 'registration';

/** What a token is about. */
export interface LinkSubject {
  readonly tenantId: string;
  readonly id: string;
}

/** Makes a digest that only who has the key can make. */
export type Sign = (text: string) => string;

/** Whether a text has this digest. */
export type IsSigned = (digest: string, text: string) => boolean;

const textOf = (purpose: LinkPurpose, { tenantId, id }: LinkSubject): string => `link/${purpose}/${tenantId}/${id}`;
const plain = (uuid: string): string => uuid.replaceAll('-', '');
const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** The token of a link. */
export function linkToken(sign: Sign, purpose: LinkPurpose, subject: LinkSubject): string {
  return `${plain(subject.tenantId)}${plain(subject.id)}.${sign(textOf(purpose, subject))}`;
}

const form = /^([0-9a-f]{32})([0-9a-f]{32})\.([\w.-]{20,200})$/;

/** What a token is about; undefined for one that nobody here has made, or that is for another purpose. */
export function readLinkToken(isSigned: IsSigned, purpose: LinkPurpose, token: string): LinkSubject | undefined {
  const [, tenant, id, digest] = form.exec(token) ?? [];
  if (tenant === undefined || id === undefined || digest === undefined) return undefined;
  const subject = { tenantId: dashed(tenant), id: dashed(id) };
  // A fingerprint that was kept before there were keys is the text itself: no link is.
  return digest.startsWith('v2.') && isSigned(digest, textOf(purpose, subject)) ? subject : undefined;
}
