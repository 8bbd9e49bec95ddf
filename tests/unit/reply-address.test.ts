import { randomBytes } from 'node:crypto';

import { createSeal } from '../../db/seal';
import { readReplyLocalPart, replyLocalPart } from '../../src/delivery/mail/reply-address';

const mail = { tenantId: '0199d3a0-5c1e-7000-8000-0000000000c1', id: '0199d3a0-5c1e-7000-8000-0000000000c2' };
const { fingerprint: sign } = createSeal(randomBytes(32));

test('an address names its mail, is as long as one can be, and does not mind capitals', () => {
  const local = replyLocalPart(sign, mail);
  expect(local).toMatch(/^[a-z2-7]{64}$/);
  expect(readReplyLocalPart(sign, local)).toEqual(mail);
  expect(readReplyLocalPart(sign, local.toUpperCase())).toEqual(mail);
});

test('an address that nobody here has made opens nothing', () => {
  const local = replyLocalPart(sign, mail);
  const other = createSeal(randomBytes(32)).fingerprint;
  expect(readReplyLocalPart(other, local)).toBeUndefined();
  for (const place of [0, 31, 40, 63]) {
    const altered = `${local.slice(0, place)}${local[place] === 'a' ? 'b' : 'a'}${local.slice(place + 1)}`;
    expect(readReplyLocalPart(sign, altered)).toBeUndefined();
  }
  for (const text of ['', 'office', local.slice(1), `${local}a`, local.replace(/^./, '1')])
    expect(readReplyLocalPart(sign, text)).toBeUndefined();
});
