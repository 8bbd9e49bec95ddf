import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

import { cose, isoCBOR, isoUint8Array } from '@simplewebauthn/server/helpers';

/** What an authenticator of a test does otherwise than a good one. */
export interface Otherwise {
  readonly origin?: string;
  readonly host?: string;
  readonly challenge?: string;
  /** Whether it asked for a PIN or a finger. */
  readonly verifiesUser?: boolean;
  /** How often it says it was used. */
  readonly counter?: number;
}

/** A passkey of a test: makes a key, and signs with it, as a browser and its device do together. */
export function anAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  const clientData = (type: string, options: string, other: Otherwise) => {
    const { challenge } = JSON.parse(options) as { challenge: string };
    const said = { type, challenge: other.challenge ?? challenge, origin: other.origin ?? origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  };
  const authData = (other: Otherwise, more: Buffer = Buffer.alloc(0)) => {
    counter = other.counter ?? counter + 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const present = 1 | (other.verifiesUser === false ? 0 : 4) | (more.length === 0 ? 0 : 64);
    const host = createHash('sha256')
      .update(other.host ?? new URL(origin).hostname)
      .digest();
    return Buffer.concat([host, Buffer.from([present]), count, more]);
  };
  const credential = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
  } as const;
  const coseKey = (): Buffer => {
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const parts: [number, number | Uint8Array<ArrayBuffer>][] = [
      [cose.COSEKEYS.kty, cose.COSEKTY.EC2],
      [cose.COSEKEYS.alg, cose.COSEALG.ES256],
      [cose.COSEKEYS.crv, cose.COSECRV.P256],
      [cose.COSEKEYS.x, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [cose.COSEKEYS.y, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ];
    return Buffer.from(isoCBOR.encode(new Map(parts)));
  };
  return {
    make: (options: string, other: Otherwise = {}) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = authData(other, Buffer.concat([Buffer.alloc(16), length, id, coseKey()]));
      const attestation = new Map<string, string | Map<string, string> | Uint8Array<ArrayBuffer>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', Uint8Array.from(data)],
      ]);
      return {
        ...credential,
        response: {
          clientDataJSON: clientData('webauthn.create', options, other).toString('base64url'),
          attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
          transports: ['usb'],
        },
      };
    },
    use: (options: string, other: Otherwise = {}) => {
      const [data, client] = [authData(other), clientData('webauthn.get', options, other)];
      const signed = isoUint8Array.concat([
        Uint8Array.from(data),
        Uint8Array.from(createHash('sha256').update(client).digest()),
      ]);
      return {
        ...credential,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}
