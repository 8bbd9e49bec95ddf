import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { askForPasskey, takePasskey, type PasskeyAsking } from '../../../commands/sign-in/passkeys';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { relyingPartyOf, type RelyingParty } from '../../../domain/people/signing-in';
import type { PageContext } from '../frame/page';

type Here = Pick<PageContext, 'parts' | 'host'>;

/**
 * Whom passkeys are made for; undefined where browsers make none. Of this machine itself they make them for its name, and not for its number, by
 * which it can be asked as well.
 */
const partyOf = ({ parts, host }: Here): RelyingParty | undefined => {
  const party = relyingPartyOf(parts.publicUrl);
  return /^[\d.]+$|^\[/.test(host) && party?.id === 'localhost' ? undefined : party;
};

/** Whether browsers make passkeys for the address at which this Grantpot is. */
export const hasPasskeys = (here: Here): boolean => partyOf(here) !== undefined;

/** The address at which browsers would make them, where they make none here. */
export const passkeysElsewhere = (here: Here): string | undefined =>
  hasPasskeys(here) ? undefined : relyingPartyOf(here.parts.publicUrl)?.origin;

/** Whose browser makes or uses a passkey, and whom for; undefined for nobody, and where there are no passkeys. */
export function passkeyAskingOf(context: Here & Pick<PageContext, 'session'>): PasskeyAsking | undefined {
  const { session } = context;
  const party = partyOf(context);
  return session === undefined || party === undefined
    ? undefined
    : { loginId: session.loginId, sessionId: session.sessionId, party };
}

/** What the browser is told so that it signs with a passkey of whoever looks; undefined where there is none to sign with. */
export async function passkeyWanted(context: PageContext): Promise<string | undefined> {
  const asking = passkeyAskingOf(context);
  return asking === undefined || context.session?.hasPasskey !== true
    ? undefined
    : askForPasskey(context.parts.door.db, asking);
}

/** The box that a script fills: what the browser answered, as JSON. */
export const passkeyBox = (label: string) => ({ kind: 'text', at: '/passkey', label, isProof: true }) as const;

/** What the box holds. */
export const passkeyOf = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['passkey'] === 'string' ? body['passkey'] : '';

const base64url = z.base64url().max(20_000);
// What else browsers say is nothing that we ask about.
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
};
const made = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).default([]),
  }),
});
const signed = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
});

function read<Answer>(schema: z.ZodType<Answer>, text: string): Answer | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Reads what a browser answers that has made a passkey. */
export const readMade = (text: string): RegistrationResponseJSON | undefined => read(made, text);

/** Takes what a passkey of whoever looks has signed. @refusal PASSKEY_WRONG, PASSKEY_OVER, PASSKEY_COPIED */
export async function takePasskeyOf(context: PageContext, text: string): Promise<Refusal | undefined> {
  const asking = passkeyAskingOf(context);
  const answer: AuthenticationResponseJSON | undefined = read(signed, text);
  if (asking === undefined || answer === undefined) return refuse('PASSKEY_WRONG');
  return takePasskey(context.parts.door.db, asking, answer);
}
