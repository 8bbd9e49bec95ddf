import {
  checkExpiresOn,
  checklist,
  checksMissing,
  stillPassed,
  type PassedCheck,
} from '../../src/domain/application/checklist';
import { checkKinds, defaultPolicy } from '../../src/domain/policy/policy';

const atRisk = { childrenOrAdultsAtRisk: true };
const statement = (change: Partial<PassedCheck> = {}): PassedCheck => ({
  kind: 'recent_bank_statement',
  passedOn: '2026-11-09',
  expiresOn: checkExpiresOn('2026-11-09', 'P3M'),
  ...change,
});
const statementOn = (passed: readonly PassedCheck[], on: `${number}-${number}-${number}`, policy = defaultPolicy) =>
  checklist(policy, atRisk, passed, on).find(({ kind }) => kind === 'recent_bank_statement');

describe('the checklist of an application', () => {
  it('has every check of the policy, in its order', () => {
    const items = checklist(defaultPolicy, atRisk, [], '2026-11-09');
    expect(items).toEqual(checkKinds.map((kind) => ({ kind, state: 'to do' })));
    expect(checksMissing(items)).toEqual([...checkKinds]);
  });

  it('wants a safeguarding policy only where children or adults at risk are involved', () => {
    const kinds = checklist(defaultPolicy, { childrenOrAdultsAtRisk: false }, [], '2026-11-09').map(({ kind }) => kind);
    expect(kinds).toEqual(checkKinds.filter((kind) => kind !== 'safeguarding_policy'));
  });

  it('reuses a passed check until it expires, the last day included', () => {
    expect(statementOn([statement()], '2027-02-09')).toEqual({
      kind: 'recent_bank_statement',
      state: 'passed',
      expiresOn: '2027-02-09',
    });
    expect(statementOn([statement()], '2027-02-10')?.state).toBe('expired');
  });

  it('takes the one that counts longest', () => {
    const renewed = statement({ passedOn: '2027-01-15', expiresOn: '2027-04-15' });
    expect(statementOn([renewed, statement()], '2027-03-01')).toMatchObject({
      state: 'passed',
      expiresOn: '2027-04-15',
    });
  });

  it('counts a check that another pot passed no longer than this pot allows, nor than was recorded', () => {
    const lenient = statement({ expiresOn: '2027-11-09' });
    expect(statementOn([lenient], '2027-03-01')).toMatchObject({ state: 'expired', expiresOn: '2027-02-09' });
    const strict = statement({ expiresOn: '2026-12-01' });
    expect(statementOn([strict], '2026-12-02')).toMatchObject({ state: 'expired', expiresOn: '2026-12-01' });
  });

  it('takes no check of another kind for it, and misses only what was not passed', () => {
    const other = statement({ kind: checkKinds.find((kind) => kind !== 'recent_bank_statement')! });
    expect(statementOn([other], '2026-11-09')?.state).toBe('to do');
    const items = checklist(defaultPolicy, atRisk, [statement()], '2026-11-09');
    expect(checksMissing(items)).toEqual(checkKinds.filter((kind) => kind !== 'recent_bank_statement'));
  });

  it('counts a check on the day that it is passed', () => {
    expect(statementOn([statement()], '2026-11-09')?.state).toBe('passed');
  });

  it('does not count a check that is passed only later', () => {
    expect(statementOn([statement()], '2026-11-08')?.state).toBe('to do');
  });

  it('takes back what a later look found wanting, and what is passed after that counts', () => {
    const passed = { ...statement(), passed: true };
    const failed = { ...statement(), passed: false };
    expect(stillPassed([passed])).toEqual([passed]);
    expect(stillPassed([passed, failed])).toEqual([]);
    expect(stillPassed([passed, failed, passed])).toEqual([passed]);
    expect(stillPassed([passed, { ...failed, kind: 'accounts' }])).toEqual([passed]);
  });
});
