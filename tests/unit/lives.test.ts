import { lifeOf, lives, subjectOfCommand, type CommandName } from '../../src/domain/lives';
import { grantPhase, grantStages } from '../../src/domain/lives/grant-life';
import { absent, type Sender } from '../../src/domain/lives/life';
import { allowedCommands, decideTransition } from '../../src/domain/lives/transition';
import { paymentRunStates } from '../../src/domain/lives/payment-run-life';
import { purchaseStates } from '../../src/domain/lives/purchase-life';
import { roles, rolesReaching, type HeldRole } from '../../src/domain/lives/roles';
import { roundStates } from '../../src/domain/lives/round-life';

type Subject = keyof typeof lives;
const subjects = Object.keys(lives) as Subject[];
const commandsOf = (subject: Subject) => Object.keys(lives[subject]) as CommandName[];
const everyCommand = subjects.flatMap((subject) => commandsOf(subject).map((command) => [subject, command] as const));
const senders: readonly Sender[] = [...roles, 'engine'];
const statesOf = (subject: Subject): readonly string[] => {
  const steps = Object.values(lifeOf(subject));
  return [...new Set([absent, ...steps.flatMap(({ from, to }) => [...from, ...(to ?? [])])])];
};

describe.each(subjects)('the life of a %s', (subject) => {
  // The matrix of the table: each command x state x sender, expected from the table's own row.
  test.each(commandsOf(subject))('%s is taken from its states and senders, and from no others', (command) => {
    const step = lifeOf(subject)[command]!;
    for (const state of statesOf(subject)) {
      for (const sender of senders) {
        const decided = decideTransition(lifeOf(subject), command, {
          subject,
          state,
          onHold: false,
          senders: [sender],
        });
        const code = 'refusal' in decided ? decided.refusal.code : undefined;
        const expected = !step.by.includes(sender)
          ? 'NOT_YOURS_TO_DO'
          : step.from.includes(state)
            ? undefined
            : 'TRANSITION_NOT_ALLOWED';
        expect([state, sender, code]).toEqual([state, sender, expected]);
      }
    }
  });

  test('what is offered is exactly what would be taken, and never the engine’s own', () => {
    for (const state of statesOf(subject)) {
      for (const onHold of [false, true]) {
        for (const sender of senders) {
          const asked = { subject, state, onHold, senders: [sender] };
          const taken = commandsOf(subject).filter(
            (command) => sender !== 'engine' && 'step' in decideTransition(lifeOf(subject), command, asked),
          );
          expect(allowedCommands(lifeOf(subject), asked)).toEqual(taken);
        }
      }
    }
  });

  test('every state but the first can be reached', () => {
    const reached = new Set<string>([absent, ...(subject === 'grant' ? ['draft'] : [])]);
    for (let before = -1; before !== reached.size;) {
      before = reached.size;
      for (const { from, to } of Object.values(lifeOf(subject))) {
        if (from.some((state) => reached.has(state))) to?.forEach((state) => reached.add(state));
      }
    }
    const known: Partial<Record<Subject, readonly string[]>> = {
      grant: grantStages,
      purchase: purchaseStates,
      payment_run: paymentRunStates,
      round: roundStates,
    };
    expect([...reached].sort()).toEqual(expect.arrayContaining([...(known[subject] ?? [])].sort()));
  });
});

test('a command’s name belongs to one kind of subject', () => {
  const names = everyCommand.map(([, command]) => command);
  expect(new Set(names).size).toBe(names.length);
  for (const [subject, command] of everyCommand) expect(subjectOfCommand(command)).toBe(subject);
  expect(() => subjectOfCommand('not a command')).toThrow(RangeError);
});

test('a hold stops what moves money, and says so only after role and state were asked', () => {
  const asked = { subject: 'grant', onHold: true, senders: ['applicant'] as const };
  const offered = decideTransition(lives.grant, 'acceptOffer', { ...asked, state: 'offered' });
  expect(offered).toMatchObject({ refusal: { code: 'ON_HOLD', facts: { subject: 'grant' } } });
  expect(decideTransition(lives.grant, 'acceptOffer', { ...asked, state: 'active' })).toMatchObject({
    refusal: { code: 'TRANSITION_NOT_ALLOWED', facts: { state: 'active' } },
  });
});

test('who may not is told who may, of people; a command that is none is a mistake of ours', () => {
  const asked = { subject: 'grant', state: 'offered', onHold: false, senders: ['funder'] as const };
  expect(decideTransition(lives.grant, 'payAgain', asked)).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO', facts: { command: 'payAgain', needs: ['payment_maker', 'fund_manager'] } },
  });
  expect(decideTransition(lives.grant, 'lapseOffer', asked)).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO', facts: { command: 'lapseOffer', needs: [] } },
  });
  expect(() => decideTransition(lives.grant, 'payTwice', asked)).toThrow('no such command in this life');
});

test('a stage that is final is over, whatever its name', () => {
  expect(grantStages.map((stage) => grantPhase(stage, true))).toEqual(grantStages.map(() => 'over'));
  expect([grantPhase('refused', false), grantPhase('terminated', false), grantPhase('closed', false)]).toEqual([
    'assessment',
    'closing',
    'over',
  ]);
});

test('a role reaches what belongs to its pot, or to its party, and nothing else', () => {
  const held = (role: Partial<HeldRole> & Pick<HeldRole, 'name'>): HeldRole => ({
    potId: null,
    partyId: null,
    ownLimitPence: null,
    ...role,
  });
  const scope = { potId: 'pot-1', parties: { applicant: 'group-1' } };
  const reaches = (role: HeldRole) => rolesReaching([role], scope).length === 1;
  expect(reaches(held({ name: 'grants_officer' }))).toBe(true);
  expect(reaches(held({ name: 'grants_officer', potId: 'pot-1' }))).toBe(true);
  expect(reaches(held({ name: 'grants_officer', potId: 'pot-2' }))).toBe(false);
  const ofNoPot = { potId: null, parties: {} };
  expect(rolesReaching([held({ name: 'grants_officer', potId: 'pot-1' })], ofNoPot)).toHaveLength(1);
  expect(reaches(held({ name: 'applicant', partyId: 'group-1' }))).toBe(true);
  expect(reaches(held({ name: 'applicant', partyId: 'group-2' }))).toBe(false);
  expect(reaches(held({ name: 'applicant' }))).toBe(false);
  expect(reaches(held({ name: 'provider', partyId: 'group-1' }))).toBe(false);
});
