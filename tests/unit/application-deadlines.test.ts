import {
  answerDeadline,
  appealDeadline,
  checkDeadline,
  decisionDeadline,
  draftDeadline,
} from '../../src/domain/application/application-deadlines';

const at = '2026-11-02T09:00:00.000Z';
const running = { heldSince: null, pausedSince: null };
/** Since before `at`: what is set now counts from where its clock stands. */
const asked = { heldSince: null, pausedSince: '2026-10-20T09:00:00.000Z' } as const;
const held = { heldSince: '2026-10-27T09:00:00.000Z', pausedSince: null } as const;

test('an application waits for its group, its officer and its panel by the policy’s periods, and then the engine speaks', () => {
  expect(draftDeadline({ draftsExpireAfter: 'P6M' }, at)).toStrictEqual({
    name: 'draft',
    at: '2027-05-02T16:00:00.000Z',
    steps: [{ command: 'expireDraft', at: '2027-05-02T16:00:00.000Z' }],
  });
  expect(checkDeadline({ checkWithin: 'P14D' }, at)).toStrictEqual({
    name: 'check',
    at: '2026-11-16T17:00:00.000Z',
    steps: [{ command: 'chaseCheck', at: '2026-11-16T17:00:00.000Z' }],
  });
  expect(answerDeadline('q1', { answerWithin: 'P14D' }, running, at)).toStrictEqual({
    name: 'answer',
    about: 'q1',
    at: '2026-11-16T17:00:00.000Z',
    steps: [{ command: 'chaseAnswer', at: '2026-11-16T17:00:00.000Z' }],
  });
  expect(decisionDeadline({ decideWithin: 'P28D' }, running, at)).toStrictEqual({
    name: 'decision',
    at: '2026-11-30T17:00:00.000Z',
    steps: [{ command: 'chaseDecision', at: '2026-11-30T17:00:00.000Z' }],
  });
  expect(appealDeadline({ appealWithin: 'P28D' }, at)).toStrictEqual({
    name: 'appeal',
    at: '2026-11-30T17:00:00.000Z',
    steps: [{ command: 'endAppealWindow', at: '2026-11-30T17:00:00.000Z' }],
  });
});

test('a question stops the clock of the decision and not its own; a hold stops both', () => {
  expect(answerDeadline('q1', { answerWithin: 'P14D' }, asked, at).at).toBe('2026-11-16T17:00:00.000Z');
  expect(decisionDeadline({ decideWithin: 'P28D' }, asked, at).at).toBe('2026-11-17T17:00:00.000Z');
  expect(answerDeadline('q1', { answerWithin: 'P14D' }, held, at).at).toBe('2026-11-10T17:00:00.000Z');
  expect(decisionDeadline({ decideWithin: 'P28D' }, held, at).at).toBe('2026-11-24T17:00:00.000Z');
});
