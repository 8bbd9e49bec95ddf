import sharp from 'sharp';
import { refuse, type Refusal } from '../domain/refusals/refusal';
import { inspectFile } from './inspect';

/** Twice the size at which pages show it, in points, so that it is sharp on every screen. */
const largest = { width: 480, height: 160 } as const;

/** A logo as it is kept: a PNG. */
export interface Logo {
  readonly content: Buffer;
  readonly sha256: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * A logo made anew from a picture: turned as it is meant to be seen, small, and with nothing behind it.
 * @returns or a refusal: LOGO_NOT_PICTURE, and those of `inspectFile`
 */
export async function logoFrom(sent: Buffer): Promise<Logo | Refusal> {
  const inspected = await inspectFile(sent);
  if ('code' in inspected) return inspected;
  if (inspected.kind !== 'png' && inspected.kind !== 'jpg') return refuse('LOGO_NOT_PICTURE', { field: '/file' });
  const { data, info } = await sharp(inspected.content)
    .resize({ ...largest, fit: 'inside', withoutEnlargement: true })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true });
  return { content: data, sha256: inspected.sha256, width: info.width, height: info.height };
}
