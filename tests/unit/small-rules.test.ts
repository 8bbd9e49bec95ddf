import { answersToComment, isOpenToStaff } from '../../src/domain/application/draft-feedback';
import { mayBind } from '../../src/domain/award/signatories';
import { daysUntil, instant } from '../../src/domain/calendar/calendar';
import { beforeInvoiceIsSent, isFromGroup } from '../../src/domain/files/files';
import { isFirst, rolesFor } from '../../src/domain/lives';
import type { Role } from '../../src/domain/lives/roles';
import { answering, sideOf } from '../../src/domain/messages/conversation';
import { poundsOf } from '../../src/domain/money/money';
import { switchedOffRefusal } from '../../src/domain/organisation/switches';
import { criteriaOf, criterionInWords } from '../../src/domain/policy/policy';
import { stateInWords } from '../../src/domain/words/state-words';

const holding = (name: Role, to: { readonly potId?: string; readonly partyId?: string } = {}) => ({
  name,
  potId: to.potId ?? null,
  partyId: to.partyId ?? null,
  ownLimitPence: null,
});

test('staff see a draft that an officer helps to write or that its group shares, and no other', () => {
  expect(isOpenToStaff({ helpedBy: null, sharedAt: null })).toBe(false);
  expect(isOpenToStaff({ helpedBy: 'officer', sharedAt: null })).toBe(true);
  expect(isOpenToStaff({ helpedBy: null, sharedAt: '2026-11-09T09:00:00Z' })).toBe(true);
});

test('a comment can be about all of a draft, each of its parts and each question of the policy', () => {
  const of = answersToComment({ questions: [{ key: 'why' }, { key: 'who' }] as never });
  expect(of.slice(0, 2)).toEqual(['', '/organisationType']);
  expect(of.slice(-3)).toEqual(['/answers/why', '/answers/who', '/declarations']);
  expect(new Set(of).size).toBe(of.length);
  for (const pointer of of.slice(1)) expect(pointer).toMatch(/^\/[a-zA-Z]+(\/\w+)?$/);
});

test('whoever acts for a group writes as its side, whatever else they are; messages wait for staff who answer', () => {
  expect(sideOf(['applicant'])).toBe('group');
  expect(sideOf(['grants_officer', 'budget_holder'])).toBe('group');
  expect(sideOf(['grants_officer', 'panel_member'])).toBe('staff');
  expect(sideOf([])).toBe('staff');
  expect(answering).toEqual(['grants_officer', 'fund_manager']);
});

test('the committee signs; where purchases draw the grant down, the employer’s staff too', () => {
  expect(mayBind({ isDrawnDown: false })).toEqual(['committee']);
  expect(mayBind({ isDrawnDown: true })).toEqual(['committee', 'employee']);
});

test('days are those of London’s calendar: none on the same day, fewer than none before', () => {
  const noon = instant('2026-06-10T12:00:00.000Z');
  expect(daysUntil(noon, instant('2026-06-10T22:59:00.000Z'))).toBe(0);
  expect(daysUntil(noon, instant('2026-06-10T23:01:00.000Z'))).toBe(1); // past midnight there
  expect(daysUntil(noon, instant('2026-08-10T12:00:00.000Z'))).toBe(61);
  expect(daysUntil(noon, instant('2026-06-08T12:00:00.000Z'))).toBe(-2);
});

test('an invoice’s file can be taken away until the invoice is sent', () => {
  expect(beforeInvoiceIsSent).toEqual(['ordered', 'accepted', 'delivered']);
});

test('a file comes from the group where somebody acts for it or is the provider, and not from staff', () => {
  const place = {
    potId: 'pot',
    partyId: 'group',
    providerId: 'firm',
    stage: 'active',
    helpedBy: null,
    sharedAt: null,
  } as const;
  expect(isFromGroup([holding('applicant', { partyId: 'group' })], place)).toBe(true);
  expect(isFromGroup([holding('provider', { partyId: 'firm' })], place)).toBe(true);
  expect(isFromGroup([holding('provider', { partyId: 'firm' })], { ...place, providerId: null })).toBe(false);
  expect(isFromGroup([holding('applicant', { partyId: 'another' })], place)).toBe(false);
  expect(isFromGroup([holding('grants_officer')], place)).toBe(false);
});

test('a first command is one from before its subject’s life: nothing waits until then', () => {
  expect(isFirst('submitApplication')).toBe(true);
  expect(isFirst('planRound')).toBe(true);
  expect(isFirst('startChecking')).toBe(false);
  expect(isFirst('acceptOffer')).toBe(false);
});

test('the engine’s own commands are for nobody', () => {
  expect(rolesFor('lapseOffer')).toEqual([]);
  expect(rolesFor('acceptOffer')).toContain('applicant');
  expect(rolesFor('reassign')).not.toContain('engine');
});

test('pence are said in pounds, and what is no whole number of them is not', () => {
  expect(poundsOf(123_450)).toBe('£1,234.50');
  expect(() => poundsOf(0.5)).toThrow(RangeError);
});

test('scoring is refused until it is switched on, and nothing else is', () => {
  expect(switchedOffRefusal('score', [])).toMatchObject({
    code: 'SWITCHED_OFF',
    facts: { what: 'Scoring applications on a page' },
  });
  expect(switchedOffRefusal('score', ['another'])?.code).toBe('SWITCHED_OFF');
  expect(switchedOffRefusal('score', ['online_scoring'])).toBeUndefined();
  expect(switchedOffRefusal('decide', [])).toBeUndefined();
});

test('a policy that names no criteria has the usual ones; each is said with what it asks', () => {
  const usual = criteriaOf({});
  expect(usual.length).toBeGreaterThan(1);
  const own = [{ key: 'own', label: 'Own', topScore: 3 }];
  expect(criteriaOf({ criteria: own })).toBe(own);
  expect(own.map(criterionInWords)).toEqual(['Own']);
  expect(usual.map(criterionInWords)).toContain('Value: is it worth the money');
});

test('a state without words is said as it is, and one with words by them', () => {
  expect(stateInWords('assessing')).toBe('with the panel');
  expect(stateInWords('some_new_state')).toBe('some new state');
});
