import { instalmentBlockedBy, rearmBlockedInstalments } from '../../src/domain/award/instalment-due';

describe('an instalment that falls due', () => {
  it('is paid when every condition is met and the payee has given bank details', () => {
    expect(instalmentBlockedBy({ unmetConditions: 0, hasBankDetails: true })).toEqual([]);
  });

  it.each([
    [{ unmetConditions: 1, hasBankDetails: true }, ['conditions']],
    [{ unmetConditions: 0, hasBankDetails: false }, ['bank_details']],
    [{ unmetConditions: 2, hasBankDetails: false }, ['conditions', 'bank_details']],
  ])('%j is blocked by %j', (ground, blockers) => {
    expect(instalmentBlockedBy(ground)).toEqual(blockers);
  });

  it('falls due again once nothing is missing, in place of any date it still has', () => {
    const at = '2026-11-16T10:00:00.000Z';
    const report = { name: 'report', at, steps: [{ command: 'reportFallsDue', at }] } as const;
    const old = { name: 'instalment', about: 'p1', at, steps: [] } as const;
    const again = rearmBlockedInstalments([report, old], ['p1', 'p2'], at);
    expect(again).toEqual([
      report,
      { name: 'instalment', about: 'p1', at, steps: [{ command: 'payInstalment', at }] },
      { name: 'instalment', about: 'p2', at, steps: [{ command: 'payInstalment', at }] },
    ]);
  });
});
