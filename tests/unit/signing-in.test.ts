import { staffRoles, type Role } from '../../src/domain/lives/roles';
import {
  askingLimits,
  deviceOf,
  emailedCode,
  isFresh,
  keptForms,
  localPath,
  needsFreshSignIn,
  needsSecondFactor,
  networkOf,
  passkeyChallengeSeconds,
  relyingPartyOf,
  secondFactorLimit,
  sessionLimits,
} from '../../src/domain/people/signing-in';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
  ['2001:0DB8:0000:0007:aaaa:bbbb:cccc:dddd', '2001:db8:0:7::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each(['/', '/grants/1?tab=money#top', '/sign-in'])('%s is a path of ours', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  undefined,
  '',
  'grants',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/grants\\..\\x',
  '\n//evil.example',
  'javascript:alert(1)',
  `/${'x'.repeat(500)}`,
])('%j leads to the start', (wanted) => {
  expect(localPath(wanted)).toBe('/');
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on an iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [undefined, 'A browser on an unknown device'],
])('a device is named in a few words', (userAgent, words) => {
  expect(deviceOf(userAgent)).toBe(words);
});

test('what moves money or gives power needs a fresh sign-in, and reading or drafting does not', () => {
  expect(needsFreshSignIn('authoriseRun')).toBe(true);
  expect(needsFreshSignIn('giveBankDetails')).toBe(true);
  expect(needsFreshSignIn('recordCheck')).toBe(false);
});

test('what was shown counts as fresh for ten minutes', () => {
  const now = '2027-02-01T10:10:00.000Z';
  expect(isFresh('2027-02-01T10:00:00.001Z', now)).toBe(true);
  expect(isFresh('2027-02-01T10:00:00.000Z', now)).toBe(false);
  expect(isFresh(null, now)).toBe(false);
});

test.each([
  ['https://grants.example.org', { id: 'grants.example.org', origin: 'https://grants.example.org' }],
  ['https://grants.example.org:8443/x', { id: 'grants.example.org', origin: 'https://grants.example.org:8443' }],
  ['http://localhost:8080', { id: 'localhost', origin: 'http://localhost:8080' }],
  ['http://trying.localhost', { id: 'trying.localhost', origin: 'http://trying.localhost' }],
  ['http://grants.example.org', undefined],
  ['http://notlocalhost', undefined],
  ['https://192.0.2.7', undefined],
  ['https://[2001:db8::1]', undefined],
  ['http://127.0.0.1:8080', undefined],
])('passkeys at %s are made for %j', (address, party) => {
  expect(relyingPartyOf(address)).toEqual(party);
});

test('who works for the organisation needs a second factor, and groups and providers do not', () => {
  const held = (...names: readonly Role[]) =>
    names.map((name) => ({ name, potId: null, partyId: null, ownLimitPence: null }));
  expect(needsSecondFactor([])).toBe(false);
  expect(needsSecondFactor(held('applicant', 'provider', 'budget_holder'))).toBe(false);
  for (const role of staffRoles) expect([role, needsSecondFactor(held('applicant', role))]).toEqual([role, true]);
});

test('how long things last, in seconds, and how often they may be tried', () => {
  const [minute, hour, day] = [60, 3_600, 86_400];
  expect(emailedCode).toEqual({ lastsSeconds: 15 * minute, tries: 5 });
  expect(sessionLimits).toEqual({
    staff: { idleSeconds: hour, absoluteSeconds: 12 * hour },
    others: { idleSeconds: 12 * hour, absoluteSeconds: 30 * day },
  });
  expect(askingLimits).toEqual({
    address: [
      { atMost: 5, withinSeconds: 15 * minute },
      { atMost: 30, withinSeconds: day },
    ],
    network: [{ atMost: 60, withinSeconds: 15 * minute }],
  });
  expect(secondFactorLimit).toEqual({ atMost: 5, withinSeconds: 15 * minute });
  expect(keptForms).toEqual({ lastsSeconds: hour, limit: { atMost: 30, withinSeconds: hour } });
  expect(passkeyChallengeSeconds).toBe(15 * minute);
});
