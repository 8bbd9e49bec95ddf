import type { Cookies } from '../../src/http/pages/frame/cookies';
import { formToken, isFormToken } from '../../src/http/pages/frame/form-token';

/** A browser that keeps what it is given. */
function browser(): Cookies {
  const kept = new Map<string, string>();
  return {
    read: (name) => kept.get(name),
    set: (name, value) => kept.set(name, value),
    clear: (name) => kept.delete(name),
  };
}

const tokenFor = (cookies: Cookies) => formToken(cookies, (text) => text);

test('each page has a token of its own, and each is good for the browser that was shown it', () => {
  const cookies = browser();
  const tokens = [tokenFor(cookies), tokenFor(cookies), tokenFor(cookies)];
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect(isFormToken(cookies, token)).toBe(true);
});

test('a token is no good from another browser, altered, or made up', () => {
  const cookies = browser();
  const token = tokenFor(cookies);
  const other = browser();
  expect(isFormToken(other, token)).toBe(false);
  tokenFor(other);
  expect(isFormToken(other, token)).toBe(false);
  const altered = Buffer.from(token, 'base64url');
  altered.writeUInt8(altered.readUInt8(40) ^ 1, 40);
  for (const sent of [
    altered.toString('base64url'),
    token.slice(0, -2),
    `${token}AA`,
    '',
    'x'.repeat(86),
    'A'.repeat(86),
  ])
    expect([sent, isFormToken(cookies, sent)]).toEqual([sent, false]);
});
