import { randomUUID } from 'node:crypto';

import { linkToken, readLinkToken } from '../../src/contracts/link-token';
import { createSeal } from '../../db/seal';

const { fingerprint, isFingerprintOf } = createSeal(Buffer.alloc(32, 7));
const subject = { tenantId: randomUUID(), id: randomUUID() };
const token = linkToken(fingerprint, 'announcements', subject);

test('a token says what it is about, to who has the key', () => {
  expect(readLinkToken(isFingerprintOf, 'announcements', token)).toEqual(subject);
  const rotated = createSeal([Buffer.alloc(32, 8), Buffer.alloc(32, 7)]);
  expect(readLinkToken(rotated.isFingerprintOf, 'announcements', token)).toEqual(subject);
});

test('for another purpose, about something else, by another key, or made up, it is none', () => {
  const other = linkToken(fingerprint, 'announcements', { ...subject, id: randomUUID() });
  const digest = token.slice(64);
  const wrong = [
    `${token}x`,
    token.slice(0, -1),
    `${other.slice(0, 64)}${digest}`,
    // What a digest was before there were keys is the text itself: nobody may write it into a link.
    `${token.slice(0, 64)}.link/announcements/${subject.tenantId}/${subject.id}`,
    '',
    'x'.repeat(200),
  ];
  for (const one of wrong)
    expect([one, readLinkToken(isFingerprintOf, 'announcements', one)]).toEqual([one, undefined]);
  expect(readLinkToken(isFingerprintOf, 'confirmation', token)).toBeUndefined();
  const another = createSeal(Buffer.alloc(32, 8));
  expect(readLinkToken(another.isFingerprintOf, 'announcements', token)).toBeUndefined();
});
