import { randomUUID } from 'node:crypto';

import { describeFile, findFile, forgetUnusedFiles, listFiles } from '../../db/queries/files';
import { removeFile } from '../../src/commands/files/add-file';
import { keepFile, type SentFile } from '../../src/http/uploads';
import { anActiveBudget, anActiveGrant } from '../builders/active-grant';
import { anApplication } from '../builders/application';
import { aGroup, aMember, anEmployer, aProvider, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { aReport } from '../builders/report';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { rolesOf } from '../support/reads';
import { aPdf } from '../support/zip';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
let checking: Pot;
const policy = aPolicy({
  purchases: purchaseRules,
  questions: [{ key: 'plan', label: 'Your plan', required: false, kind: 'text' }],
});
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 100_000_000, policy });
  const checks = [{ kind: 'accounts', validFor: 'P12M' }] as const;
  checking = await aPot(inbox, organisation, { budgetPence: 100_000_000, policy: aPolicy({ checks }) });
});
afterAll(() => inbox.close());

const asker = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
const aFile = (name = 'paper.pdf') => ({ name, content: aPdf(`/Mark(${randomUUID()})`) });
type Sending = Omit<SentFile, 'id' | 'file'> & Partial<Pick<SentFile, 'id' | 'file'>>;

/** Sends a file as somebody. @returns its id, or the code of what was wrong */
async function sends(actor: Actor, sending: Sending): Promise<string> {
  const id = sending.id ?? randomUUID();
  const outcome = await keepFile({ db: inbox.db }, await asker(actor), { file: aFile(), ...sending, id });
  if (outcome.kind === 'done') return id;
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}
async function takesAway(actor: Actor, id: string): Promise<string> {
  const outcome = await removeFile(inbox.db, await asker(actor), id);
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind;
}
const seen = async (actor: Actor, id: string) => (await describeFile(inbox.db, await asker(actor), id)) !== undefined;
const isId = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

const draft = async (group: Group, { potId } = pot) =>
  (await anApplication(inbox, { organisation, potId, group, askedPence: 100_000 })).grantId;
const running = async (group: Group, wordings: readonly string[] = []) =>
  anActiveGrant(inbox, {
    organisation,
    potId: pot.potId,
    group,
    askedPence: 100_000,
    ...(wordings.length === 0 ? {} : { conditions: wordings.map((wording) => ({ wording })) }),
  });

describe('a file of an answer', () => {
  it('is kept as a row with what is said of it, and found by group and staff, not by others', async () => {
    const group = await aGroup(inbox, organisation);
    const of = { grantId: await draft(group) };
    const file = aFile('C:\\me\\Our plan.PDF');
    const id = await sends(group.applicant, { of, purpose: 'answer', about: 'plan', file });
    const found = await findFile(inbox.db, await asker(group.secretary), id);
    expect(found).toMatchObject({
      file: {
        id,
        ...of,
        purpose: 'answer',
        about: 'plan',
        name: 'Our plan.pdf',
        mediaType: 'application/pdf',
        bytes: file.content.length,
        people: null,
        purchaseId: null,
        uploadedBy: { id: group.applicant.personId },
      },
    });
    expect(found?.content.equals(file.content)).toBe(true);
    // Staff see it once the draft is shown to them.
    expect(await listFiles(inbox.db, await asker(organisation.officer), of)).toBeUndefined();
    await inbox.look('update application set shared_at = app.now() where id = $1', [of.grantId]);
    expect(await listFiles(inbox.db, await asker(organisation.officer), of)).toEqual([found?.file]);

    const other = await aGroup(inbox, organisation);
    const elsewhere = await anOrganisation(inbox);
    for (const nobody of [other.applicant, organisation.panel[0], elsewhere.manager]) {
      expect(await seen(nobody, id)).toBe(false);
      expect(await listFiles(inbox.db, await asker(nobody), of)).toBeUndefined();
      expect(await sends(nobody, { of, purpose: 'answer', about: 'plan' })).toMatch(/^(unknown|NOT_YOURS_TO_DO)$/);
      expect(await takesAway(nobody, id)).toMatch(/^(unknown|NOT_YOURS_TO_DO)$/);
    }
    await inbox.done(group.applicant, 'submitApplication', of.grantId);
    expect(await seen(organisation.panel[0], id)).toBe(true);
  });

  it('is added and taken away while the application is written, and again while a question is open', async () => {
    const group = await aGroup(inbox, organisation);
    const grantId = await draft(group);
    const sending = { of: { grantId }, purpose: 'answer', about: 'plan' } as const;
    const [first, second] = [await sends(group.applicant, sending), await sends(group.secretary, sending)];
    expect(await takesAway(group.applicant, second)).toBe('done');
    expect(await takesAway(group.applicant, second)).toBe('unknown');
    expect(
      await inbox.look(
        'select removed_by from file f where id = $1 and not exists (select from file_content where file_id = f.id)',
        [second],
      ),
    ).toEqual([{ removed_by: group.applicant.personId }]);

    await inbox.done(group.applicant, 'submitApplication', grantId);
    expect(await sends(group.applicant, sending)).toBe('FILE_NOT_WANTED_NOW');
    expect(await takesAway(group.applicant, first)).toBe('FILE_RELIED_UPON');
    await inbox.done(organisation.officer, 'startChecking', grantId);
    await inbox.done(organisation.officer, 'askQuestion', grantId, { question: 'Where is your plan?' });
    expect(await sends(group.applicant, sending)).toEqual(isId);
  });

  it('is about a question of the pot, and there are at most ten', async () => {
    const group = await aGroup(inbox, organisation);
    const of = { grantId: await draft(group) };
    const sending = { of, purpose: 'answer', about: 'plan' } as const;
    expect(await sends(group.applicant, { ...sending, about: 'none' })).toBe('FILE_ABOUT_UNKNOWN');
    expect(await sends(group.applicant, { of, purpose: 'answer' })).toBe('FILE_ABOUT_MISSING');
    expect(await sends(group.applicant, { ...sending, file: undefined })).toBe('FILE_MISSING');
    for (let number = 0; number < 10; number += 1) expect(await sends(group.applicant, sending)).toEqual(isId);
    expect(await sends(group.applicant, sending)).toBe('FILES_TOO_MANY');
  });

  it('that is sent twice with one key is there once; another with that key is told so', async () => {
    const group = await aGroup(inbox, organisation);
    const of = { grantId: await draft(group) };
    const sending = { id: randomUUID(), of, purpose: 'answer', about: 'plan', file: aFile() } as const;
    const both = await Promise.all([sends(group.applicant, sending), sends(group.applicant, sending)]).catch(() => []);
    expect(both.length === 0 || both.every((one) => one === sending.id)).toBe(true);
    expect(await sends(group.applicant, sending)).toBe(sending.id);
    expect(await sends(group.applicant, { ...sending, file: aFile() })).toBe('other');
    expect(await listFiles(inbox.db, await asker(group.applicant), of)).toHaveLength(1);
  });
});

describe('a check’s paper', () => {
  it('is for staff and the group alone, and stays once the check is recorded', async () => {
    const group = await aGroup(inbox, organisation);
    const grantId = await draft(group, checking);
    const sending = { of: { grantId }, purpose: 'check', about: 'accounts' } as const;
    const id = await sends(group.applicant, sending);
    await inbox.done(group.applicant, 'submitApplication', grantId);
    await inbox.done(organisation.officer, 'startChecking', grantId);
    expect(await seen(organisation.officer, id)).toBe(true);
    expect(await seen(organisation.panel[0], id)).toBe(false);
    const other = await sends(group.applicant, sending);
    const [clock] = await inbox.look<{ today: string }>(`select to_char(app.now(), 'YYYY-MM-DD') as today`);
    await inbox.done(organisation.officer, 'recordCheck', grantId, {
      kind: 'accounts',
      passed: true,
      seenOn: clock!.today,
    });
    expect(await takesAway(group.applicant, other)).toBe('FILE_RELIED_UPON');
    expect(await sends(group.applicant, { ...sending, about: 'shoe_size' })).toBe('FILE_ABOUT_UNKNOWN');
  });
});

describe('a grant’s files', () => {
  it('are evidence until their condition is settled', async () => {
    const group = await aGroup(inbox, organisation);
    const { grantId, conditionIds } = await running(group, ['Insure', 'Open an account']);
    const [insure, open] = conditionIds;
    const sending = { of: { grantId }, purpose: 'condition', about: insure } as const;
    const id = await sends(group.applicant, sending);
    const officers = await sends(organisation.officer, sending);
    expect([id, officers]).toEqual([isId, isId]);
    await inbox.done(organisation.officer, 'meetCondition', grantId, { conditionId: insure });
    expect(await sends(group.applicant, sending)).toBe('FILE_NOT_WANTED_NOW');
    expect(await takesAway(group.applicant, id)).toBe('FILE_RELIED_UPON');
    expect(await sends(group.applicant, { ...sending, about: open })).toEqual(isId);
    expect(await sends(group.applicant, { ...sending, about: randomUUID() })).toBe('FILE_ABOUT_UNKNOWN');
    expect(await sends(group.applicant, { ...sending, about: 'no id' })).toBe('FILE_ABOUT_UNKNOWN');
  });

  it('are photos and receipts until the report is handed in, and again when it is asked about', async () => {
    const group = await aGroup(inbox, organisation);
    const { grantId } = await running(group);
    const of = { grantId };
    const photo = await sends(group.applicant, { of, purpose: 'photo', people: 'agreed' });
    const receipt = await sends(group.applicant, { of, purpose: 'receipt' });
    expect(await sends(group.applicant, { of, purpose: 'photo' })).toBe('FILE_PEOPLE_NOT_SAID');
    expect(await sends(group.applicant, { of, purpose: 'photo', people: 'not_agreed' })).toBe('FILE_CONSENT_MISSING');
    expect(await sends(group.applicant, { of, purpose: 'receipt', people: 'nobody' })).toBe('FILE_PEOPLE_UNWANTED');
    expect(await sends(group.applicant, { of, purpose: 'receipt', about: 'x' })).toBe('FILE_ABOUT_UNWANTED');
    expect([await seen(organisation.panel[0], photo), await seen(organisation.panel[0], receipt)]).toEqual([
      true,
      false,
    ]);

    await inbox.done(group.applicant, 'submitReport', grantId, aReport(0));
    expect(await takesAway(group.applicant, photo)).toBe('FILE_RELIED_UPON');
    expect(await sends(group.applicant, { of, purpose: 'receipt' })).toBe('FILE_NOT_WANTED_NOW');
    await inbox.done(organisation.officer, 'queryReport', grantId, { question: 'May we see the receipts?' });
    expect(await sends(group.applicant, { of, purpose: 'receipt' })).toEqual(isId);
    expect(await takesAway(group.applicant, receipt)).toBe('done');
  });
});

/** A purchase that somebody asks for. */
async function aRequest() {
  const employer = await anEmployer(inbox, organisation);
  const { grantId } = await anActiveBudget(inbox, { organisation, potId: pot.potId, employer, askedPence: 100_000 });
  const provider = await aProvider(inbox, organisation);
  const bought = await inbox.done(employer.budgetHolder, 'requestPurchase', null, {
    grantId,
    providerId: provider.partyId,
    service: 'Counselling',
    clientReference: 'WC-1047',
    pricePence: 1_000,
  });
  return { grantId, employer, provider, of: { purchaseId: bought.subjectId } };
}

/** Places the order, authorised first where that is wanted. */
const placed = (purchaseId: string, buyer: Actor) =>
  inbox.done(buyer, 'orderPurchase', purchaseId).catch(async () => {
    await inbox.done(organisation.officer, 'authorisePurchase', purchaseId);
    await inbox.done(buyer, 'orderPurchase', purchaseId);
  });

describe('a purchase’s invoice', () => {
  it('comes from its provider, for an order that is placed', async () => {
    const { grantId, employer, provider, of } = await aRequest();
    const another = await aProvider(inbox, organisation);
    expect(await sends(employer.budgetHolder, { of, purpose: 'invoice' })).toBe('FILE_NOT_WANTED_NOW');
    await placed(of.purchaseId, employer.budgetHolder);
    const worker = await aMember(inbox, organisation, provider.partyId, { name: 'Provider', role: 'provider' });
    const stranger = await aMember(inbox, organisation, another.partyId, { name: 'Another', role: 'provider' });
    const id = await sends(worker, { of, purpose: 'invoice' });
    expect(id).toEqual(isId);
    expect(await sends(stranger, { of, purpose: 'invoice' })).toBe('unknown');
    expect([await seen(worker, id), await seen(employer.budgetHolder, id), await seen(stranger, id)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await listFiles(inbox.db, await asker(organisation.paymentMaker), of)).toMatchObject([
      { id, grantId, ...of },
    ]);
    expect(await listFiles(inbox.db, await asker(organisation.paymentMaker), { grantId })).toMatchObject([{ id }]);
    expect(await sends(worker, { of: { grantId }, purpose: 'answer', about: 'plan' })).toMatch(
      /^(unknown|NOT_YOURS_TO_DO)$/,
    );
  });
});

describe('taking away what somebody else sent', () => {
  it('is not done: the provider alone takes its invoice’s file away, which stands in the timeline, and not once it was sent', async () => {
    const { employer, provider, of } = await aRequest();
    await placed(of.purchaseId, employer.budgetHolder);
    const worker = await aMember(inbox, organisation, provider.partyId, { name: 'Provider', role: 'provider' });
    const [wrong, right] = [
      await sends(worker, { of, purpose: 'invoice', file: aFile('Wrong.pdf') }),
      await sends(worker, { of, purpose: 'invoice' }),
    ];
    for (const another of [employer.budgetHolder, organisation.officer])
      expect(await takesAway(another, wrong)).toBe('FILE_OF_ANOTHER');
    expect(await takesAway(worker, wrong)).toBe('done');
    await inbox.deliverFollowUps();
    expect(
      await inbox.look(
        `select e.actor_id, t.text from event e join event_text t on t.event_id = e.id
          where e.type = 'file_taken_away' and e.subject_type = 'purchase' and e.subject_id = $1`,
        [of.purchaseId],
      ),
    ).toEqual([{ actor_id: worker.personId, text: 'Wrong.pdf' }]);
    await inbox.look(`update purchase set state = 'invoiced' where id = $1`, [of.purchaseId]);
    expect(await takesAway(worker, right)).toBe('FILE_RELIED_UPON');
  });
});

describe('a file that nothing came of', () => {
  const left = (ids: readonly string[]) =>
    inbox.look(
      `select f.removed_by, f.removed_at is not null as removed, c.file_id is not null as kept from file f
        left join file_content c on c.file_id = f.id where f.id = any($1::uuid[]) order by array_position($1::uuid[], f.id)`,
      [ids],
    );
  const gone = { removed_by: null, removed: true, kept: false };
  const there = { removed_by: null, removed: false, kept: true };

  it('is taken away with the draft that it was for', async () => {
    const group = await aGroup(inbox, organisation);
    const [given, going] = [await draft(group), await draft(group)];
    const [first, second] = [
      await sends(group.applicant, { of: { grantId: given }, purpose: 'answer', about: 'plan' }),
      await sends(group.applicant, { of: { grantId: going }, purpose: 'answer', about: 'plan' }),
    ];
    const [due] = await inbox.look<{ at: Date }>('select next_due_at as at from application where id = $1', [given]);
    await inbox.done(group.applicant, 'submitApplication', going);
    await inbox.moveClockTo(new Date(due!.at.getTime() + 1_000).toISOString());
    await inbox.applyDueNow(organisation.tenantId, 'grant', given);
    expect(await left([first, second])).toEqual([gone, there]);
  });

  it('is an invoice’s whose invoice nobody sends within a week', async () => {
    const [{ employer, of }, other] = [await aRequest(), await aRequest()];
    await placed(of.purchaseId, employer.budgetHolder);
    await placed(other.of.purchaseId, other.employer.budgetHolder);
    const ids = [
      await sends(organisation.officer, { of, purpose: 'invoice' }),
      await sends(organisation.officer, { of: other.of, purpose: 'invoice' }),
    ];
    await inbox.look('update purchase set invoiced_on = current_date where id = $1', [other.of.purchaseId]);
    await forgetUnusedFiles(inbox.db);
    expect(await left(ids)).toEqual([there, there]);
    const [now] = await inbox.look<{ at: Date }>('select app.now() as at');
    await inbox.moveClockTo(new Date(now!.at.getTime() + 8 * 24 * 3_600_000).toISOString());
    expect(await forgetUnusedFiles(inbox.db)).toBeGreaterThan(0);
    expect(await left(ids)).toEqual([gone, there]);
    expect(await forgetUnusedFiles(inbox.db)).toBe(0);
  });
});

describe('a virus check', () => {
  it.each([
    ['clean', undefined],
    ['infected', 'FILE_HAS_VIRUS'],
    ['unavailable', 'FILE_SCAN_UNAVAILABLE'],
  ] as const)('that says %s', async (says, code) => {
    const group = await aGroup(inbox, organisation);
    const sending = {
      id: randomUUID(),
      of: { grantId: await draft(group) },
      purpose: 'answer',
      about: 'plan',
      file: aFile(),
    } as const;
    const scanned: Buffer[] = [];
    const scan = (content: Buffer) => {
      scanned.push(content);
      return Promise.resolve(says);
    };
    const outcome = await keepFile({ db: inbox.db, scan }, await asker(group.applicant), sending);
    expect(outcome).toMatchObject(code === undefined ? { kind: 'done' } : { kind: 'refused', refusal: { code } });
    expect(scanned[0]?.equals(sending.file.content)).toBe(true);
    expect(await seen(group.applicant, sending.id)).toBe(code === undefined);
  });
});
