import { randomUUID } from 'node:crypto';

import { codeBox } from '../../src/http/pages/sign-in/acted';
import { formToken, isFormToken, shownTo } from '../../src/http/pages/frame/form-token';
import type { Cookies } from '../../src/http/pages/frame/cookies';
import { keptOf } from '../../src/http/pages/form/kept';
import { testSeal } from '../support/seal';

const { seal, open } = testSeal;

function aBrowser(): Cookies {
  const jar = new Map<string, string>();
  return {
    read: (name) => jar.get(name),
    set: (name, value) => jar.set(name, value),
    clear: (name) => jar.delete(name),
  };
}

test('what was typed is kept, and what others did that was seen; nothing of the frame, and no code', () => {
  const name = { kind: 'text', at: '/name', label: 'Name' } as const;
  const sent = { _token: 't', _key: 'k', _form: 'f', _fresh: '123456', _seen: '7', name: 'Ada', days: ['1', '2'] };
  expect(keptOf([{ name }], sent)).toEqual({ typed: { _seen: '7', name: 'Ada', days: ['1', '2'] }, leftOut: false });
  const fields = [{ name }, { code: codeBox('The six digits') }];
  expect(keptOf(fields, { name: 'Ada', code: '123456' })).toEqual({ typed: { name: 'Ada' }, leftOut: true });
  expect(keptOf(fields, { name: 'Ada', code: '' })).toEqual({ typed: { name: 'Ada' }, leftOut: false });
});

describe('the token of a form', () => {
  const to = { loginId: randomUUID(), personId: randomUUID() };

  test('says to what browser, and to whom, it was shown', () => {
    const cookies = aBrowser();
    const token = formToken(cookies, seal, to);
    expect([isFormToken(cookies, token), isFormToken(aBrowser(), token)]).toEqual([true, false]);
    expect(shownTo(token, open)).toEqual(to);
    expect(token).not.toContain(to.personId);
  });

  test('says nothing of whom where it was shown to nobody, or is not ours', () => {
    const cookies = aBrowser();
    const token = formToken(cookies, seal);
    expect(isFormToken(cookies, token)).toBe(true);
    const forged = [
      token,
      '',
      `${token}.made up`,
      `${token}.${seal(`${to.loginId} ${to.personId}`)}`,
      seal('form x y'),
    ];
    expect(forged.map((one) => shownTo(one, open))).toEqual(forged.map(() => undefined));
  });
});
