import type { Response } from 'express';

/** A file to be sent. */
export class Download {
  constructor(
    /** With its ending; anything but plain letters is sent as RFC 6266 has it. */
    readonly fileName: string,
    readonly mediaType: string,
    readonly content: Buffer,
  ) {}
}

/**
 * Sends a file so that a browser saves it and never shows it as a page of ours: as an attachment, of just the type that it has, and, if it
 * is opened all the same, without scripts, forms or anything loaded.
 */
export function sendDownload(response: Response, { fileName, mediaType, content }: Download): void {
  response
    .set({
      'Content-Type': mediaType,
      'Content-Disposition': attachment(fileName),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': 'no-store',
    })
    .send(content);
}

/** The header by RFC 6266: a plain name for everybody, and the whole name for those who read RFC 8187. */
function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === fileName
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
