import { randomUUID } from 'node:crypto';

import type { Person } from '../../src/cli/story/cast';
import { addSomebody, created, type Party } from '../../src/cli/story/people';
import { dayFromNow, type Pot } from '../../src/cli/story/stages';
import { roles, partyRoles } from '../../src/domain/lives/roles';
import { pence } from '../../src/domain/money/money';
import { content } from '../builders/application';
import {
  accepted,
  aGroupOverHttp,
  aMeetingOf,
  anEmployerOverHttp,
  aPotOverHttp,
  aProviderOverHttp,
  applied,
  aStaff,
  aTokenHolder,
  bankDetailsGiven,
  expected,
  received,
  sentRunOf,
  withThePanel,
  type Staff,
} from '../builders/over-http';
import { aPerson } from '../builders/organisation';
import { aPolicy, purchaseRules } from '../builders/policy';
import type { Operation } from './api-document';
import type { FrontDoor } from './front-door';
import type { Inbox } from './inbox';

/** An organisation with something of every kind, at the stages that commands want. */
export interface Populated {
  readonly staff: Staff;
  /** Somebody with every role, for the group, the employer and the provider too. */
  readonly everybody: Person;
  /** Somebody with no role at all. */
  readonly nobody: Person;
  readonly group: Party;
  readonly holder: Person;
  readonly pot: Pot;
  /** The fingerprint of the agreement that is offered. */
  readonly agreementHash: string;
  readonly ids: Ids;
}

/** An id of each thing. */
export type Ids = Readonly<
  Record<
    | 'organisation'
    | 'fund'
    | 'pot'
    | 'windowPot'
    | 'funder'
    | 'round'
    | 'meeting'
    | 'party'
    | 'employer'
    | 'provider'
    | 'officer'
    | 'panelMember'
    | 'applicant'
    | 'personConnection'
    | 'partyConnection'
    | 'role'
    | 'token'
    | 'draft'
    | 'shownDraft'
    | 'draftComment'
    | 'moving'
    | 'checking'
    | 'question'
    | 'confirmation'
    | 'host'
    | 'message'
    | 'assessing'
    | 'notYet'
    | 'conditional'
    | 'offered'
    | 'scan'
    | 'paperAcceptance'
    | 'condition'
    | 'paid'
    | 'instalment'
    | 'readyPayment'
    | 'runBuilding'
    | 'paymentInRun'
    | 'runSent'
    | 'paymentSent'
    | 'budget'
    | 'purchase'
    | 'service'
    | 'file'
    | 'command'
    | 'savedView',
    string
  >
>;

/** A thing of an organisation for each list: what stands in for `{id}` in addresses below it. */
export const addressed = (ids: Ids): Readonly<Record<string, string>> => ({
  organisations: ids.organisation,
  applications: ids.draft,
  grants: ids.assessing,
  funds: ids.fund,
  pots: ids.pot,
  rounds: ids.round,
  meetings: ids.meeting,
  'payment-runs': ids.runBuilding,
  purchases: ids.purchase,
  files: ids.file,
  parties: ids.party,
  people: ids.officer,
  commands: ids.command,
  'saved-views': ids.savedView,
  // None was given up, and what is asked of one is asked before it is looked for.
  mails: ids.command,
});

/** The address of an operation about something that is there. */
export function addressAbout({ operationId, path }: Pick<Operation, 'operationId' | 'path'>, ids: Ids): string {
  const about = particular[operationId];
  return path.replace('{id}', about === undefined ? (addressed(ids)[path.split('/')[1]!] ?? '') : ids[about]);
}

/** What is not there of everything in a list. */
const particular: Readonly<Record<string, keyof Ids>> = {
  getAgreement: 'conditional',
  getAgreementPdf: 'conditional',
  getPaperAcceptance: 'offered',
  getCommandLedger: 'moving',
};

/** Fills an organisation over HTTP; every name in it begins with `mark`, so that a leak is seen. */
export async function populate(inbox: Pick<Inbox, 'look'>, door: FrontDoor, mark: string): Promise<Populated> {
  const staff = await aStaff(inbox);
  await inbox.look(`update person set name = $2 || ' ' || name where tenant_id = $1`, [staff.tenantId, mark]);
  const { administrator, manager, officer, paymentMaker, panel } = staff;
  const policy = aPolicy({
    decision: { delegatedUpToPence: pence(200_000) },
    groupCapPence: pence(100_000_000),
    instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }],
    purchases: purchaseRules,
    draftFeedback: { commentWithin: 'P10D' },
  });
  const group = await aGroupOverHttp(door, staff, `${mark} Group`);
  const employer = await anEmployerOverHttp(door, staff, `${mark} Court`);
  const provider = await aProviderOverHttp(door, staff, `${mark} Counselling`);
  const pot = await aPotOverHttp(door, staff, { policy, budgetPence: 10_000_000, funder: `${mark} Office` });
  const windowPot = await aPotOverHttp(door, staff, {
    policy: aPolicy({ intake: 'window' }),
    budgetPence: 10_000_000,
    funder: `${mark} Trust`,
  });
  const { potId, fundId } = pot;
  const [today, soon] = [dayFromNow(0), dayFromNow(30)];
  const first = await expected(door, staff, pot, { amountPence: 5_000_000, expectedOn: today });
  await received(door, staff, pot, { instalmentId: first, receivedOn: today });
  const instalment = await expected(door, staff, pot, { amountPence: 1_000_000, expectedOn: soon });

  const plan = (name: string, from: number) =>
    created(door.api, manager, 'planRound', {
      potId: windowPot.potId,
      name: `${mark} ${name}`,
      opensAt: `${dayFromNow(from)}T08:00:00.000Z`,
      closesAt: `${dayFromNow(from + 10)}T16:00:00.000Z`,
      decideBy: `${dayFromNow(from + 20)}T16:00:00.000Z`,
    });
  const round = await plan('Spring', 10);
  await plan('Summer', 100);
  await door.as(manager, 'reassignRound', { id: round, body: { ownerId: officer.id } });
  await door.as(manager, 'addBudget', { id: potId, body: { amountPence: 1_000 } });
  const meet = () => aMeetingOf(door, staff, { potId, startsAt: `${soon}T18:00:00.000Z`, sitting: panel.slice(0, 3) });
  const meeting = await meet();
  await meet();

  const sent = { pot, party: group, askedPence: 100_000 };
  const [chair] = group.people;
  const draft = (await door.as(chair, 'createApplication', { body: { potId, partyId: group.id } })).id as string;
  await door.as(chair, 'saveApplication', { id: draft, ifMatch: '"1"', body: content(100_000) });
  const shownDraft = (await door.as(chair, 'createApplication', { body: { potId, partyId: group.id } })).id as string;
  await door.as(chair, 'saveApplication', { id: shownDraft, ifMatch: '"1"', body: content(100_000) });
  await door.as(chair, 'shareDraft', { id: shownDraft });
  const comments = await door.as(officer, 'commentOnDraft', {
    id: shownDraft,
    body: { comments: [{ about: '', text: `${mark} could ask for less` }] },
  });
  const checking = await applied(door, sent);
  await door.as(officer, 'startChecking', { id: checking });
  const asked = await door.as(officer, 'askQuestion', { id: checking, body: { question: `${mark} hall?` } });
  const assessing = await withThePanel(door, staff, sent);
  const hosted = await door.as(chair, 'nameHost', {
    id: assessing,
    body: { hostName: `${mark} Hub`, contactName: `${mark} Hal Ost`, contactEmail: `${mark}-host@hub.example` },
  });
  const said = await door.as(chair, 'sendMessage', { id: assessing, body: { text: `${mark} asks for more time` } });
  await door.as(officer, 'sendMessage', { id: assessing, body: { text: `${mark} has it` } });
  for (const text of [`${mark} was rung up`, `${mark} rang back`])
    await door.as(officer, 'addNote', { id: assessing, body: { text } });
  const notYet = await withThePanel(door, staff, sent);
  const reasons = `${mark} needs a second leader.`;
  await door.as(officer, 'decide', { id: notYet, body: { meetingId: null, outcome: 'not_yet', reasons } });
  const conditional = await withThePanel(door, staff, sent);
  const conditions = [{ wording: `${mark} insurance` }];
  await door.as(officer, 'decide', {
    id: conditional,
    body: { meetingId: null, outcome: 'award_with_conditions', conditions },
  });
  await accepted(door, conditional, group);
  const condition = (await door.as(officer, 'getGrant', { id: conditional })).conditions[0].id as string;

  const offered = await withThePanel(door, staff, sent);
  await door.as(officer, 'decide', { id: offered, body: { meetingId: null, outcome: 'award' } });
  const agreementHash = (await door.as(officer, 'getAgreement', { id: offered })).hash as string;

  const running = async () => {
    const id = await withThePanel(door, staff, sent);
    await door.as(officer, 'decide', { id, body: { meetingId: null, outcome: 'award' } });
    await accepted(door, id, group);
    await bankDetailsGiven(door, id, group);
    const ready = await door.until(
      paymentMaker,
      'listPayments',
      { query: { grantId: id, state: 'ready' } },
      ({ items }) => items.length === 1,
      'ready',
    );
    return { id, payment: ready.items[0].id as string };
  };
  const paid = await running();
  const settling = await sentRunOf(door, staff, potId, `${mark} first`);
  const outcomes = [{ paymentId: paid.payment, outcome: 'settled', on: today }];
  await door.as(paymentMaker, 'recordOutcomes', { id: settling.id, body: { outcomes } });
  const sending = await running();
  const runSent = (await sentRunOf(door, staff, potId, `${mark} second`)).id;
  const building = await running();
  const runBuilding = await created(door.api, paymentMaker, 'buildRun', { potId, name: `${mark} third` });
  const ready = await running();

  const holder = await addSomebody(door.api, staff, `${mark} Court worker`, `${mark}@court.example`, {
    role: 'budget_holder',
    partyId: employer.id,
    ownLimitPence: 5_000,
  });
  const budget = await withThePanel(door, staff, { ...sent, party: employer });
  const decided = await door.as(officer, 'decide', { id: budget, body: { meetingId: null, outcome: 'award' } });
  await accepted(door, budget, employer);
  const buy = (clientReference: string) =>
    created(door.api, holder, 'requestPurchase', {
      grantId: budget,
      providerId: provider.id,
      service: `${mark} counselling`,
      clientReference,
      pricePence: 4_000,
    });
  const purchase = await buy('WC-1001');
  await door.as(holder, 'orderPurchase', { id: purchase });
  await buy('WC-1002');

  const offer = (need: string) =>
    door.as(provider.people[0], 'addService', {
      id: provider.id,
      body: { need, name: `${mark} service`, pricePence: 4_000, area: 'Croydon' },
    });
  const service = await offer('counselling');
  await offer('housing');
  await door.as(holder, 'logUnmetNeed', { id: employer.id, body: { need: 'childcare', area: 'Croydon' } });
  const keep = async (grantId: string, purpose: string, name: string, by: Person) => {
    const id = randomUUID();
    await inbox.look(
      `insert into file (tenant_id, id, grant_id, purpose, name, media_type, bytes, sha256, sent_sha256, uploaded_by, uploaded_at)
       values ($1, $2, $3, $4, $5, 'application/pdf', 8, $6, $6, $7, app.now())`,
      [staff.tenantId, id, grantId, purpose, `${mark} ${name}.pdf`, Buffer.alloc(32), by.id],
    );
    await inbox.look('insert into file_content (tenant_id, file_id, content) values ($1, $2, $3)', [
      staff.tenantId,
      id,
      Buffer.from('%PDF-1.7'),
    ]);
    return id;
  };
  const file = await keep(conditional, 'receipt', 'receipt', chair);
  const scan = await keep(offered, 'agreement', 'signed', officer);
  const signed = await door.as(officer, 'recordPaperAcceptance', {
    id: offered,
    body: {
      agreementHash,
      fileId: scan,
      signatoryIds: [group.people[0].id, group.people[1].id],
      signedOn: dayFromNow(0),
    },
  });

  const save = (name: string) =>
    door.as(officer, 'saveView', {
      body: { list: 'grants', name: `${mark} ${name}`, isShared: true, filters: { stage: 'active' } },
    });
  const savedView = await save('active');
  await save('running');

  const knows = { otherPersonId: officer.id, kind: 'knows' };
  const connection = await door.as(administrator, 'connectPersons', { id: panel[0].id, body: knows });
  const officerSeen = await door.as(administrator, 'getPerson', { id: officer.id });
  const partySeen = await door.as(administrator, 'getParty', { id: group.id });
  const fundSeen = await door.as(manager, 'getFund', { id: fundId });

  const all = roles.filter((role) => !partyRoles.includes(role)).map((role) => ({ role }));
  const everybody = await aPerson(inbox, staff.tenantId, `${mark} Everybody`, [
    ...all,
    { role: 'applicant', partyId: group.id },
    { role: 'budget_holder', partyId: employer.id },
    { role: 'provider', partyId: provider.id },
  ]);
  const nobody = await aPerson(inbox, staff.tenantId, `${mark} Nobody`, []);
  const [moving] = await inbox.look<{ command_id: string }>(
    'select command_id from transfer where tenant_id = $1 group by command_id having count(*) > 1 order by command_id limit 1',
    [staff.tenantId],
  );
  return {
    staff,
    group,
    holder,
    pot,
    everybody: await aTokenHolder(inbox, 'Everybody', everybody),
    nobody: await aTokenHolder(inbox, 'Nobody', nobody),
    agreementHash,
    ids: {
      organisation: staff.tenantId,
      fund: fundId,
      pot: potId,
      windowPot: windowPot.potId,
      funder: fundSeen.funder.id,
      round,
      meeting,
      party: group.id,
      employer: employer.id,
      provider: provider.id,
      officer: officer.id,
      panelMember: panel[0].id,
      applicant: chair.id,
      personConnection: connection.result.connectionId,
      partyConnection: partySeen.connections[0].id,
      role: officerSeen.roles[0].id,
      token: officerSeen.tokens[0].id,
      draft,
      shownDraft,
      draftComment: comments.result.commentIds[0],
      moving: moving!.command_id,
      checking,
      question: asked.result.questionId,
      confirmation: hosted.result.confirmationId,
      host: hosted.result.hostId,
      message: said.result.messageId,
      assessing,
      notYet,
      conditional,
      offered,
      scan,
      paperAcceptance: signed.result.paperAcceptanceId,
      condition,
      paid: paid.id,
      instalment,
      readyPayment: ready.payment,
      runBuilding,
      paymentInRun: building.payment,
      runSent,
      paymentSent: sending.payment,
      budget,
      purchase,
      service: service.result.serviceId,
      file,
      command: decided.commandId,
      savedView: savedView.id,
    },
  };
}
