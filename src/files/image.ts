import sharp from 'sharp';
import { LARGEST_FILE } from '../domain/files/files';
import { refuse, type Refusal } from '../domain/refusals/refusal';

const field = '/file';

/** Pictures of more points are not opened: unpacked they take four bytes for each. Phones make up to 200 million, by default far fewer. */
const mostMegapixels = 100;

/** The longest side of what is kept, in points. */
const longestSide = 4_000;

// One picture at a time uses one thread; several requests share the others.
sharp.concurrency(1);
sharp.cache(false);

/** A picture made anew: turned as it is meant to be seen, at most 4,000 points a side, with nothing of where or by what it was taken. */
export async function inspectImage(
  sent: Buffer,
  kind: 'jpg' | 'png',
): Promise<{ readonly kind: 'jpg' | 'png'; readonly content: Buffer } | Refusal> {
  try {
    // Its head alone is read here, whatever size it says.
    const { width, height, format } = await sharp(sent, { limitInputPixels: false }).metadata();
    if (width * height > mostMegapixels * 1_000_000)
      return refuse('IMAGE_TOO_LARGE', { field, facts: { limitMegapixels: mostMegapixels } });
    if (format !== (kind === 'jpg' ? 'jpeg' : 'png')) return refuse('FILE_DAMAGED', { field });
    const resized = sharp(sent, { limitInputPixels: mostMegapixels * 1_000_000, failOn: 'error' })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: 30 });
    const png = kind === 'png' ? await resized.clone().png().toBuffer() : undefined;
    if (png !== undefined && png.length <= LARGEST_FILE) return { kind: 'png', content: png };
    // A photo saved as PNG can be larger than it came.
    return { kind: 'jpg', content: await resized.flatten({ background: 'white' }).jpeg({ quality: 85 }).toBuffer() };
  } catch {
    // It says what of a decoder did not fit, which helps nobody who sent a photo.
    return refuse('FILE_DAMAGED', { field });
  }
}
