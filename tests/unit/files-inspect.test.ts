import sharp from 'sharp';

import { LARGEST_FILE } from '../../src/domain/files/files';
import { inspectFile, type Inspected } from '../../src/files/inspect';
import { aPdf, officeFile, zipOf } from '../support/zip';

const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 20 } } });
const codeOf = async (sent: Buffer): Promise<string | undefined> => {
  const found = await inspectFile(sent);
  return 'code' in found ? found.code : undefined;
};
const kept = async (sent: Buffer): Promise<Inspected> => {
  const found = await inspectFile(sent);
  if ('code' in found) throw new Error(found.code);
  return found;
};

describe('what is taken', () => {
  it.each([
    ['pdf', () => aPdf()],
    ['docx', () => officeFile('docx')],
    ['xlsx', () => officeFile('xlsx')],
  ] as const)('%s, as it came', async (kind, make) => {
    const sent = make();
    expect(await kept(sent)).toMatchObject({ kind, content: sent });
  });

  it('a photo, turned as it is seen and without where or by what it was taken', async () => {
    const sent = await photo(60, 20)
      .withExif({ IFD0: { Make: 'Canary camera' }, IFD3: { GPSLatitude: '51/1 22/1 0/1', GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(sent).metadata()).orientation).toBe(6);
    const { kind, mediaType, content, sha256, sentSha256 } = await kept(sent);
    expect([kind, mediaType]).toEqual(['jpg', 'image/jpeg']);
    const { width, height, exif, orientation, icc, xmp } = await sharp(content).metadata();
    expect([width, height, exif, orientation, icc, xmp]).toEqual([20, 60, undefined, undefined, undefined, undefined]);
    expect(content.includes('Canary')).toBe(false);
    expect(sha256.equals(sentSha256)).toBe(false);
  });

  it('a large picture, made no larger than 4,000 points a side', async () => {
    const { content } = await kept(await photo(6_000, 1_500).png().toBuffer());
    const { width, height, format } = await sharp(content).metadata();
    expect([width, height, format]).toEqual([4_000, 1_000, 'png']);
  });

  it('a picture with a page or a zip behind it, without what is behind it', async () => {
    const behind = Buffer.concat([
      Buffer.from('<script>alert(1)</script>'),
      zipOf([{ name: 'a.js', content: 'alert(1)' }]),
    ]);
    for (const picture of [await photo(9, 9).jpeg().toBuffer(), await photo(9, 9).png().toBuffer()]) {
      const { content } = await kept(Buffer.concat([picture, behind]));
      expect(content.includes('script')).toBe(false);
      expect(content.includes('PK\x03\x04')).toBe(false);
    }
  });

  it('a document whose template is on its writer’s disk', async () => {
    const rels = `<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:\\Normal.dotm" TargetMode="External"/></Relationships>`;
    expect((await kept(officeFile('docx', [{ name: 'word/_rels/settings.xml.rels', content: rels }]))).kind).toBe(
      'docx',
    );
  });
});

const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, place) => (place * 7_919 + 13) % 251));

describe('what is refused, each with its own code', () => {
  const macro = 'application/vnd.ms-word.document.macroEnabled.main+xml';
  const remote = `<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="https://elsewhere.example/t.dotm" TargetMode="External"/></Relationships>`;
  const tiff = async () => photo(9, 9).tiff().toBuffer();
  it.each<[what: string, code: string, make: () => Buffer | Promise<Buffer>]>([
    ['nothing at all', 'FILE_EMPTY', () => Buffer.alloc(0)],
    ['more than fits', 'FILE_TOO_LARGE', () => Buffer.alloc(LARGEST_FILE + 1)],
    [
      'a drawing called a picture',
      'FILE_TYPE_NOT_TAKEN',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    ],
    ['a page', 'FILE_TYPE_NOT_TAKEN', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a program', 'FILE_TYPE_NOT_TAKEN', () => Buffer.from('MZ\x90\x00 this program cannot be run in DOS mode')],
    ['another picture', 'FILE_TYPE_NOT_TAKEN', tiff],
    ['a PDF that begins later', 'FILE_TYPE_NOT_TAKEN', () => Buffer.concat([Buffer.from('MZ'), aPdf()])],
    ['an old Word file', 'FILE_TYPE_OLD', () => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), noise(900)])],
    ['a phone’s own kind of photo', 'FILE_IS_HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1')],
    [
      'a photo that is cut off',
      'FILE_DAMAGED',
      async () =>
        (
          await sharp(noise(120 * 120 * 3), { raw: { width: 120, height: 120, channels: 3 } })
            .jpeg()
            .toBuffer()
        ).subarray(0, 900),
    ],
    [
      'what only begins like a picture',
      'FILE_DAMAGED',
      () => Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n<svg/>')]),
    ],
    ['a PDF without its end', 'FILE_DAMAGED', () => aPdf().subarray(0, 100)],
    ['a zip without its directory', 'FILE_DAMAGED', () => officeFile('docx').subarray(0, 100)],
    [
      'a zip with a password',
      'FILE_DAMAGED',
      () => officeFile('docx', [{ name: 'word/a.xml', content: 'a', flags: 1 }]),
    ],
    [
      'a zip that names a place outside',
      'FILE_DAMAGED',
      () => officeFile('docx', [{ name: '../../etc/passwd', content: 'a' }]),
    ],
    [
      'a PDF that is a zip too',
      'FILE_OF_TWO_KINDS',
      () => Buffer.concat([aPdf(), zipOf([{ name: 'a.exe', content: 'a' }]), Buffer.from('\n%%EOF')]),
    ],
    ['a PDF that runs something', 'FILE_HAS_PROGRAM', () => aPdf('/OpenAction<</S/JavaScript/JS(app.alert(1))>>')],
    ['a PDF that starts something', 'FILE_HAS_PROGRAM', () => aPdf('/OpenAction<</S/Launch/F(cmd.exe)>>')],
    ['a PDF with a file in it', 'FILE_HAS_PROGRAM', () => aPdf('/Names<</EmbeddedFiles 4 0 R>>')],
    [
      'a Word file with macros',
      'FILE_HAS_MACROS',
      () => officeFile('docx', [{ name: 'word/vbaProject.bin', content: 'x' }]),
    ],
    ['a Word file for macros', 'FILE_HAS_MACROS', () => officeFile('docx', [], macro)],
    [
      'an Excel file with old macros',
      'FILE_HAS_MACROS',
      () => officeFile('xlsx', [{ name: 'xl/macrosheets/sheet1.xml', content: 'x' }]),
    ],
    [
      'a Word file with a control',
      'FILE_HAS_PROGRAM',
      () => officeFile('docx', [{ name: 'word/activeX/activeX1.xml', content: 'x' }]),
    ],
    [
      'a Word file with an object',
      'FILE_HAS_PROGRAM',
      () => officeFile('docx', [{ name: 'word/embeddings/oleObject1.bin', content: 'x' }]),
    ],
    [
      'a Word file with a template from elsewhere',
      'FILE_HAS_PROGRAM',
      () => officeFile('docx', [{ name: 'word/_rels/settings.xml.rels', content: remote }]),
    ],
    ['a zip of something else', 'FILE_TYPE_NOT_TAKEN', () => zipOf([{ name: 'notes.txt', content: 'a' }])],
    [
      'a bomb that says what it is',
      'FILE_UNPACKS_TOO_LARGE',
      () => officeFile('docx', [{ name: 'word/bomb.xml', content: Buffer.alloc(101_000_000) }]),
    ],
    [
      'a bomb that does not',
      'FILE_DAMAGED',
      () => officeFile('docx', [{ name: 'word/bomb.xml', content: Buffer.alloc(101_000_000), saidSize: 1_000 }]),
    ],
    [
      'a zip of too many parts',
      'FILE_UNPACKS_TOO_LARGE',
      () =>
        officeFile(
          'docx',
          Array.from({ length: 2_001 }, (_, place) => ({ name: `word/${String(place)}.xml`, content: '' })),
        ),
    ],
    [
      'a picture of far too many points',
      'IMAGE_TOO_LARGE',
      () => photo(20_000, 6_000).png({ compressionLevel: 9 }).toBuffer(),
    ],
  ])('%s: %s', async (_, code, make) => {
    expect(await codeOf(await make())).toBe(code);
  });

  it('a picture that only says it is enormous, before any of it is unpacked', async () => {
    const png = await photo(9, 9).png().toBuffer();
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    expect(await codeOf(png)).toBe('IMAGE_TOO_LARGE');
  });
});
