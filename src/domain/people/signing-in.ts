/** How long people stay signed in, how often they may try, and what needs them to show once more that it is them. */
import type { CommandName } from '../lives';
import { staffRoles, type HeldRole } from '../lives/roles';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** An emailed code: how long it can be used, in seconds, and how often it may be tried. */
export const emailedCode = { lastsSeconds: 15 * minute, tries: 5 } as const;

/** The limits of a session in seconds: without doing anything, and in all. Staff see everybody's records, so theirs are shorter (NIST SP 800-63B, section 4.2.3). */
export const sessionLimits = {
  staff: { idleSeconds: hour, absoluteSeconds: 12 * hour },
  others: { idleSeconds: 12 * hour, absoluteSeconds: 30 * day },
} as const;

/** How often something may be asked for in a stretch of time. */
export interface Limit {
  readonly atMost: number;
  readonly withinSeconds: number;
}

/** How many mails with codes one address, and how many one network, is sent. A day's limit keeps the guesses at one address below one in a thousand. */
export const askingLimits = {
  address: [
    { atMost: 5, withinSeconds: 15 * minute },
    { atMost: 30, withinSeconds: day },
  ],
  network: [{ atMost: 60, withinSeconds: 15 * minute }],
} as const satisfies Readonly<Record<string, readonly Limit[]>>;

/** How often a second factor may be tried wrongly. */
export const secondFactorLimit: Limit = { atMost: 5, withinSeconds: 15 * minute };

/** How long what was typed waits for somebody who was signed out meanwhile, in seconds, and how many such forms of one login are kept. */
export const keptForms = { lastsSeconds: hour, limit: { atMost: 30, withinSeconds: hour } } as const;

/** How long a browser may take to sign with a passkey, in seconds, before its page has to be opened again. */
export const passkeyChallengeSeconds = 15 * minute;

/** How many passkeys somebody may have. */
export const passkeysAtMost = 10;

/** Whom a passkey is made for (W3C Web Authentication, section 4, "relying party"). */
export interface RelyingParty {
  /** The name of the host: a passkey of one host is shown to no other. */
  readonly id: string;
  /** Scheme, host and port, as browsers say them. */
  readonly origin: string;
}

/**
 * Whom passkeys are made for, by the address that people see. Undefined where browsers make none: for a number in place of a name, and
 * without HTTPS, but on this machine itself (W3C Web Authentication, section 5.1.2; Secure Contexts, section 3.1).
 */
export function relyingPartyOf(publicUrl: string): RelyingParty | undefined {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const isNumber = /^[\d.]+$|^\[/.test(hostname);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  return isNumber || (protocol !== 'https:' && !isLocal) ? undefined : { id: hostname, origin };
}

/** How many recovery codes somebody is given. */
export const recoveryCodes = 10;

/** A code of the app changes every 30 seconds (RFC 6238, section 5.2); one step to either side allows for clocks that differ. */
export const timeStepSeconds = 30;

/** How long a code counts as fresh, in seconds. */
const freshForSeconds = 10 * minute;

/** Whether somebody needs a second factor: who works for the organisation does. */
export function needsSecondFactor(held: readonly HeldRole[]): boolean {
  return held.some((role) => staffRoles.includes(role.name));
}

/** What changes where money goes, or who may act: a session that was left open is not enough for it. */
const needFreshSignIn: readonly CommandName[] = [
  'giveBankDetails',
  'giveProviderBankDetails',
  'setRefundAccount',
  'authoriseRun',
  'authorisePurchase',
  'grantRole',
  'issueToken',
  'resetSecondFactor',
];

/** Whether what was shown at one instant (ISO 8601, UTC) still counts as fresh at another. */
export function isFresh(shownAt: string | null, now: string): boolean {
  return shownAt !== null && Date.parse(now) - Date.parse(shownAt) < freshForSeconds * 1_000;
}

/** Whether a command needs a sign-in, or a fresh code, of the last ten minutes. */
export function needsFreshSignIn(command: CommandName): boolean {
  return needFreshSignIn.includes(command);
}

/** The network that an address of the internet belongs to, as far as it is counted: itself, or for IPv6 its /64, which one household or office has (RFC 6177). */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const plain = address.split('%')[0] ?? '';
  if (!plain.includes(':')) return plain;
  const [before = '', after] = plain.toLowerCase().split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [head, tail] = [groups(before), groups(after ?? '')];
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  return `${[...head, ...Array.from({ length: zeros }, () => '0'), ...tail]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/**
 * Where somebody may be sent after signing in: a path of this site and nothing else, or the start. Browsers take a backslash for a slash, and
 * leave out tabs and line ends, so an address with any of them is not one of ours.
 */
export function localPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 500) return '/';
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted) ? wanted : '/';
}

/** A device as its list of sessions names it, from what the browser says of itself: `Firefox on Windows`. Nothing else of it is kept. */
export function deviceOf(userAgent: string | undefined): string {
  const first = (known: readonly (readonly [RegExp, string])[], otherwise: string): string =>
    known.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? otherwise;
  const browser = first(
    [
      [/Edg/, 'Edge'],
      [/OPR|Opera/, 'Opera'],
      [/SamsungBrowser/, 'Samsung Internet'],
      [/Firefox|FxiOS/, 'Firefox'],
      [/Chrome|CriOS/, 'Chrome'],
      [/Safari/, 'Safari'],
    ],
    'A browser',
  );
  const system = first(
    [
      [/iPhone/, 'an iPhone'],
      [/iPad/, 'an iPad'],
      [/Android/, 'Android'],
      [/Windows/, 'Windows'],
      [/Mac OS X/, 'a Mac'],
      [/CrOS/, 'a Chromebook'],
      [/Linux/, 'Linux'],
    ],
    'an unknown device',
  );
  return `${browser} on ${system}`;
}
