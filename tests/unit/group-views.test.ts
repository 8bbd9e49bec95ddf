import { refuse } from '../../src/domain/refusals/refusal';
import { defaultPolicy } from '../../src/domain/policy/policy';
import type { Form, PageContext } from '../../src/http/pages/frame/page';
import type { GroupGrant } from '../../src/http/pages/group/grant-data';
import { backToGrant } from '../../src/http/pages/group/back';
import { grantPages } from '../../src/http/pages/group/grant';
import { offerPages } from '../../src/http/pages/group/offer';
import { reportSections } from '../../src/http/pages/group/report-sections';
import { grantView, homeView } from '../../src/http/pages/group/views';
import { ids } from '../../src/http/schemas/reads/examples';
import { grantExample } from '../../src/http/schemas/reads/grants/example';

const offered: GroupGrant = {
  ...grantExample,
  now: '2026-11-23T10:00:00.000Z',
  policy: defaultPolicy,
  help: null,
  waitsForOthers: false,
  mayAccept: true,
};
const active: GroupGrant = {
  ...offered,
  stage: 'active',
  allowed: [],
  mayAccept: undefined,
  award: {
    ...grantExample.award,
    bankAccount: { version: 1, accountName: 'Hibiscus', lastDigits: '958' },
  },
  report: {
    state: 'not_due',
    dueAt: '2027-11-23T17:00:00.000Z',
    submittedAt: null,
    submittedBy: null,
    acceptedAt: null,
    acceptedBy: null,
    spentPence: null,
    keptPence: null,
    content: null,
  },
};
const payment = (state: GroupGrant['payments'][number]['state']): GroupGrant['payments'][number] => ({
  id: ids.payment,
  number: 1,
  cause: 'grant',
  purchaseId: null,
  payee: grantExample.party,
  amountPence: 193_500,
  dueAt: '2026-12-01T17:00:00.000Z',
  state,
  attempt: 1,
  run: null,
  settledOn: null,
  line: null,
  expectedOn: null,
  why: null,
});
const linked = (grant: GroupGrant): readonly string[] => grantView(grant, []).more.map(({ words }) => words);

const offerForm = offerPages[0]?.forms?.['accept'] as unknown as Form<GroupGrant>;

test('what is due in a year is not yours to do today', () => {
  const paid: GroupGrant = {
    ...active,
    status: { name: 'paid', words: 'Paid', meaning: 'done' },
    next: { what: 'Send the report', of: 'group', by: '2027-11-23T17:00:00.000Z', why: 'Tell us how it went.' },
  };
  const { waiting, cards } = homeView([paid]);
  expect(waiting).toBe('Nothing waits for you.');
  expect(cards).toMatchObject([{ who: 'Nothing for you to do now', when: 'the next date is in 365 days' }]);
});

test('a draft that may be sent at any time is not due when we stop keeping it, and comes last', () => {
  const until = '2027-05-23T16:00:00.000Z';
  const draft: GroupGrant = {
    ...offered,
    stage: 'draft',
    reference: null,
    award: null,
    status: { name: 'draft', words: 'Not sent yet', meaning: 'yours' },
    next: { what: 'Send the application', of: 'group', by: until, why: 'Not sent yet.' },
    dates: [{ name: 'draft', about: null, at: until }],
  };
  const inRound: GroupGrant = { ...draft, next: { ...draft.next, by: '2026-12-01T17:00:00.000Z' } };
  const wanted: GroupGrant = {
    ...active,
    status: { name: 'details_wanted', words: 'Bank details needed', meaning: 'yours' },
    next: { what: 'Give bank details', of: 'group', by: null, why: 'We need your bank details to pay you.' },
  };
  expect(homeView([draft, wanted, inRound]).cards.map(({ tag, when }) => [tag.words, when])).toEqual([
    ['Not sent yet', 'due in 8 days'],
    ['Bank details needed', undefined],
    ['Not sent yet', undefined],
  ]);
});

test('what was told “not yet” waits for the group until it has applied again', () => {
  const notYet: GroupGrant = {
    ...offered,
    stage: 'not_yet',
    final: true,
    award: null,
    allowed: [],
    status: { name: 'not_yet', words: 'Not yet', meaning: 'yours' },
    next: { what: 'Apply again, with our help', of: 'group', by: null, why: 'Not yet: we will help you.' },
  };
  expect(homeView([notYet])).toMatchObject({
    waiting: 'One thing waits for you.',
    cards: [{ who: 'Yours to do', step: { words: 'Apply again, with our help', href: `/grants/${notYet.id}` } }],
    over: [],
  });
  const again: GroupGrant = { ...active, id: ids.payment, followsId: notYet.id };
  expect(homeView([notYet, again]).over.map(({ href }) => href)).toEqual([`/grants/${notYet.id}`]);
});

test('until something is offered, the way back is to an application', () => {
  expect(backToGrant({ id: 'g', award: null })).toEqual({ to: '/grants/g', words: 'Your application' });
  expect(backToGrant(active).words).toBe('Your grant');
});

test('an offer is theirs to accept who may bind the group, and for others it is with the committee', () => {
  expect(homeView([offered])).toMatchObject({ waiting: 'One thing waits for you.', cards: [{ who: 'Yours to do' }] });
  const member = { ...offered, mayAccept: false };
  expect(homeView([member])).toMatchObject({
    waiting: 'Nothing waits for you.',
    cards: [{ tag: { meaning: 'other' }, who: 'With: a member of your committee', step: { canWait: true } }],
  });
  const why = (grant: GroupGrant) =>
    offerForm.refusal?.(grant, {
      asker: {
        personId: ids.applicant,
        tenantId: ids.group,
        roles: [{ name: 'applicant', potId: null, partyId: grant.party.id }],
      },
    } as unknown as PageContext);
  expect(why(member)).toEqual(refuse('NOT_ON_COMMITTEE'));
});

test('a host that said no is the group’s to replace: counted, first, with its button', () => {
  const refused: GroupGrant = {
    ...offered,
    stage: 'assessing',
    status: { name: 'with_panel', words: 'With the panel', meaning: 'other' },
    next: { what: 'Decide', of: 'panel', by: null, why: 'With the panel.' },
    confirmations: [
      {
        ...grantExample.confirmations[0],
        kind: 'host',
        state: 'denied',
        contact: { name: 'Dee Director', email: 'dee@example.org' },
      },
    ],
  };
  const { waiting, cards } = homeView([refused]);
  expect(waiting).not.toBe('Nothing waits for you.');
  expect(cards).toMatchObject([
    {
      isYours: true,
      tag: { words: 'Name somebody else', meaning: 'yours' },
      why: 'Dee Director told us that it is not right. Name somebody else.',
      step: { words: 'Name somebody else', href: `/grants/${refused.id}/host`, canWait: false },
    },
  ]);
  expect(grantView(refused, []).unconfirmed).toEqual([]);
});

test('an answer that another of the group was quicker with is said with their name', () => {
  const answering = grantPages[0]?.forms?.['answer'] as unknown as Form<GroupGrant>;
  const question: GroupGrant['questions'][number] = {
    id: ids.event,
    question: 'Who is your treasurer?',
    askedAt: '2026-11-20T10:00:00.000Z',
    askedBy: { id: ids.officer, name: 'Ben' },
    answer: null,
    answeredAt: null,
    answeredBy: null,
  };
  const asked: GroupGrant = { ...offered, stage: 'checking', questions: [question] };
  const answered: GroupGrant = {
    ...asked,
    questions: [
      {
        ...question,
        answer: 'Zoë is.',
        answeredAt: '2026-11-21T10:00:00.000Z',
        answeredBy: { id: ids.applicant, name: 'Ama Mensah' },
      },
    ],
  };
  const context = {} as PageContext;
  const mark = answering.seen!.mark(asked);
  expect(answering.seen!.since(asked, mark, context)).toEqual([]);
  expect(answering.seen!.since(answered, mark, context)).toEqual([
    'Ama Mensah has answered this question already: Zoë is.',
  ]);
});

test('a grant that is paused pays nothing; what is with the bank already goes on', () => {
  const states = (onHold: boolean) =>
    grantView({ ...active, onHold, payments: [payment('ready'), payment('sent')] }, []).payments.map(
      ({ state }) => state,
    );
  expect([states(false), states(true)]).toEqual([
    ['Being paid', 'On its way'],
    ['On hold', 'On its way'],
  ]);
});

test('the money of a grant that ended early adds up, and nobody is told of an account or a report any more', () => {
  expect(grantView(active, []).account).toContain('958');
  expect(linked(active)).toContain('Your report');
  const ended: GroupGrant = {
    ...active,
    stage: 'terminated',
    money: { ...grantExample.money, awardedPence: 100_000, leftPence: 0, cameBackPence: 100_000 },
  };
  expect(grantView(ended, []).money).toEqual([
    { words: 'Awarded', amount: '£1,000' },
    { words: 'Paid', amount: '£0' },
    { words: 'Promised, not yet paid', amount: '£0' },
    { words: 'Left', amount: '£0' },
    { words: 'Stays with us', amount: '£1,000' },
  ]);
  expect(grantView(ended, []).account).toBeUndefined();
  expect(linked(ended)).not.toContain('Your report');
});

test('a report asks for what was counted, in the words of the plan', () => {
  const asked = (unit: string) =>
    reportSections({
      activities: [{ description: 'Enterprise sessions', output: '', target: 12, unit }],
      budget: [],
    })[0]?.fields['achieved0']?.label;
  expect([asked('sessions'), asked('')]).toEqual([
    'Enterprise sessions: how many sessions in the end?',
    'Enterprise sessions: how many in the end?',
  ]);
});
