import { pence } from '../../src/domain/money/money';
import { pointer, type RefusalCode, refusals, refuse, together } from '../../src/domain/refusals/refusal';

describe('refuse', () => {
  it('reads sums out as pounds and keeps them as pence', () => {
    expect(refuse('POT_EXHAUSTED', { facts: { leftPence: pence(6_600) } })).toEqual({
      code: 'POT_EXHAUSTED',
      detail:
        'Only £66 of this pot can still be awarded, which is less than this award. Award less, or wait until money comes back to the pot.',
      facts: { leftPence: 6_600 },
    });
  });

  it('reads dates out, and points at the field', () => {
    const refusal = refuse('COSTS_BEFORE_DECISION', { field: '/startsOn', facts: { earliestOn: '2026-11-09' } });
    expect(refusal).toMatchObject({ field: '/startsOn' });
    expect(refusal.detail).toContain('before 9 November 2026,');
  });

  it('reads lists out', () => {
    expect(refuse('AREA_NOT_COVERED', { facts: { areas: ['Croydon', 'Sutton'] } }).detail).toContain('Croydon, Sutton');
  });

  it('says roles and checks as people do, and keeps them as programs have them', () => {
    const needs = ['payment_maker', 'fund_manager'];
    const refusal = refuse('NOT_YOURS_TO_DO', { facts: { command: 'recordRefund', needs } });
    expect(refusal.detail).toContain('another role here: payment maker or fund manager.');
    expect(refusal.facts).toMatchObject({ needs });
  });

  it('says states as people do, and keeps them as programs have them', () => {
    const facts = { subject: 'grant', state: 'checking', command: 'withdraw', allowed: [] };
    const refusal = refuse('TRANSITION_NOT_ALLOWED', { facts });
    expect(refusal.detail).toContain('because it is being checked.');
    expect(refusal.facts).toEqual(facts);
    expect(refuse('PAYMENT_NOT_READY', { facts: { state: 'in_run' } }).detail).toContain('in a payment run already.');
  });

  it('has no field and no facts where there are none', () => {
    expect(refuse('BUDGET_MISSING', { field: undefined })).toStrictEqual({
      code: 'BUDGET_MISSING',
      detail: refusals.BUDGET_MISSING,
    });
  });

  it('reads instants and counts out, and a list of nothing', () => {
    const currentAt = '2026-11-30T17:00:00.000Z';
    expect(refuse('DATE_NOT_LATER', { facts: { currentAt } }).detail).toContain('5pm on Monday 30 November 2026');
    expect(refuse('QUORUM_NOT_MET', { facts: { counted: 2, quorum: 3 } }).detail).toContain('2 of the people');
    expect(refuse('AREA_NOT_COVERED', { facts: { areas: [] } }).detail).toContain('nothing');
  });

  it('reads a fact out as it is where it is not what its name says, and says so where it is not known', () => {
    const told = (code: RefusalCode, fact: Record<string, string | number | null>) =>
      refuse(code, { facts: fact }).detail;
    expect(told('POT_EXHAUSTED', { leftPence: 'a little' })).toContain('Only a little of this pot');
    expect(told('DATE_NOT_LATER', { currentAt: 17 })).toContain('17');
    expect(told('COSTS_BEFORE_DECISION', { earliestOn: 9 })).toContain('before 9,');
    expect(told('QUORUM_NOT_MET', { counted: null, quorum: 3 })).toContain('unknown of the people');
  });

  it('still answers when a fact is missing from a code known only at run time', () => {
    const code: RefusalCode = JSON.parse('"POT_EXHAUSTED"') as RefusalCode;
    expect(refuse(code).detail).toContain('Only unknown of this pot');
  });

  it('demands the facts that its sentence names', () => {
    // @ts-expect-error leftPence is missing
    refuse('POT_EXHAUSTED');
    // @ts-expect-error a sum is pence, not text
    refuse('POT_EXHAUSTED', { facts: { leftPence: '£66' } });
  });
});

describe('together', () => {
  it('is the first refusal, with the others in it', () => {
    const [one, two, three] = [refuse('BUDGET_MISSING'), refuse('PURPOSE_MISSING'), refuse('AREA_MISSING')];
    expect(together([])).toBeUndefined();
    expect(together([one])).toEqual(one);
    expect(together([one, two, three])).toEqual({ ...one, also: [two, three] });
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(refusals))('%s is a code that stays, and a sentence for a volunteer', (code, text) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)*$/);
    expect(text).toMatch(/^[A-Z{].*[.]$/s);
    expect(text.split(/[.;] /).length).toBeGreaterThanOrEqual(2); // what happened and why, then what to do instead
    expect(text.replace(/\{\w+\}/g, '')).not.toMatch(/[{}]|invalid|lapsed|clawback|beneficiar|auditor/i);
  });
});

describe('pointer', () => {
  it('escapes as RFC 6901 says', () => {
    expect(pointer('budget', 0, 'a/b~c')).toBe('/budget/0/a~1b~0c');
  });
});
