import { timingSafeEqual } from 'node:crypto';
import type { Sign } from '../../contracts/link-token';

/**
 * The address to which a mail is answered. Its local part is the mail's tenant and id and the beginning of a digest of them by a key that only the
 * processes have, so nothing that opens it is stored (docs/decisions/0023 and 0030). Written in base 32, since mail programs may change the case of
 * letters; 64 characters, which is what a local part can have (RFC 5321, section 4.5.3.1.1).
 */

/** A mail of ours that may be answered. */
export interface AnswerableMail {
  readonly tenantId: string;
  readonly id: string;
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const idBytes = 32;
const digestBytes = 8;
const localPartLength = 64;

/** The local part of the address that a mail is answered to. */
export function replyLocalPart(sign: Sign, mail: AnswerableMail): string {
  return base32(Buffer.concat([idsOf(mail), digestOf(sign, mail)]));
}

/** Which mail an address answers; undefined for one that nobody here has made, or whose key is not the newest any more. */
export function readReplyLocalPart(sign: Sign, text: string): AnswerableMail | undefined {
  const bytes = text.length === localPartLength ? fromBase32(text.toLowerCase()) : undefined;
  if (bytes === undefined) return undefined;
  const hex = bytes.toString('hex');
  const mail = { tenantId: uuidOf(hex.slice(0, idBytes)), id: uuidOf(hex.slice(idBytes, 2 * idBytes)) };
  return timingSafeEqual(bytes.subarray(idBytes), digestOf(sign, mail)) ? mail : undefined;
}

const idsOf = ({ tenantId, id }: AnswerableMail): Buffer =>
  Buffer.from(`${tenantId}${id}`.replaceAll('-', '').toLowerCase(), 'hex');

function digestOf(sign: Sign, mail: AnswerableMail): Buffer {
  const digest = sign(`reply/${mail.tenantId}/${mail.id}`).split('.').at(-1) ?? '';
  return Buffer.from(digest, 'base64url').subarray(0, digestBytes);
}

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** Five bits to a letter (RFC 4648, section 6, in small letters and without padding); the bytes here are a multiple of five. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
}

function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]+$/.test(text)) return undefined;
  const bits = text.replaceAll(/./g, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0'));
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
