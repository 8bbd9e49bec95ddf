import { Turnstile } from '../../src/http/turnstile';

test('lets in so many, so many of one person, and others again once somebody has left', () => {
  const turnstile = new Turnstile({ atMost: 3, ofOne: 2 });
  const first = turnstile.enter('ada');
  const second = turnstile.enter('ada');
  expect([first, second].includes(undefined)).toBe(false);
  expect(turnstile.enter('ada')).toBeUndefined();
  const third = turnstile.enter('ben');
  expect(third).toBeDefined();
  expect(turnstile.enter('cleo')).toBeUndefined();
  first?.();
  first?.(); // leaving twice makes no more room
  expect(turnstile.enter('cleo')).toBeDefined();
  expect(turnstile.enter('ada')).toBeUndefined();
});
