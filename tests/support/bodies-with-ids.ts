import type { Person } from '../../src/cli/story/cast';
import type { ApiDocument, Part } from './api-document';
import type { Ids, Populated } from './populated';
import { exampleOf } from './raw-requests';

/** A body with ids in it, which are one's own. */
export interface BodyWithIds {
  /** What it is sent to, where that is there already. */
  readonly at?: string;
  readonly by: Person;
  readonly body: object;
  /** By its place in the body, what each id is of. */
  readonly kinds: Readonly<Record<string, keyof Ids>>;
  /** What else is otherwise when one of the ids is swapped. */
  readonly besides?: Readonly<Record<string, object>>;
}
/** For each operation whose body has ids, one that could be sent in a full organisation. */
export function bodiesWithIds(
  { ids, staff, group, holder, everybody, agreementHash }: Populated,
  document: ApiDocument,
): Readonly<Record<string, BodyWithIds>> {
  const { manager, officer, administrator, paymentMaker } = staff;
  const [today, soon] = [new Date().toISOString(), new Date(Date.now() + 86_400_000).toISOString()];
  const example = (operationId: string): object => exampleOf(document.operation(operationId)) as object;
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const round = {
    potId: ids.windowPot,
    opensAt: day(200),
    closesAt: day(210),
    decideBy: day(220),
    ownerId: ids.officer,
  };
  return {
    createApplication: {
      by: group.people[0],
      body: { potId: ids.pot, partyId: ids.party, followsId: ids.notYet, helpedBy: ids.officer },
      kinds: { potId: 'pot', partyId: 'party', followsId: 'notYet', helpedBy: 'officer' },
    },
    openFund: {
      by: manager,
      body: { name: 'Fund', funderId: ids.funder, ownerId: ids.officer },
      kinds: { funderId: 'funder', ownerId: 'officer' },
    },
    expectInstalment: {
      at: ids.fund,
      by: manager,
      body: { ...example('expectInstalment'), potId: ids.pot },
      kinds: { potId: 'pot' },
    },
    recordInstalment: {
      at: ids.fund,
      by: paymentMaker,
      body: { instalmentId: ids.instalment, receivedOn: today.slice(0, 10) },
      kinds: { instalmentId: 'instalment' },
    },
    openPot: {
      by: manager,
      body: { ...example('openPot'), referencePrefix: 'ZZZ', fundId: ids.fund, ownerId: ids.officer },
      kinds: { fundId: 'fund', ownerId: 'officer' },
    },
    connectPersons: {
      at: ids.applicant,
      by: administrator,
      body: { otherPersonId: ids.officer, kind: 'knows' },
      kinds: { otherPersonId: 'officer' },
    },
    endPersonConnection: {
      at: ids.panelMember,
      by: administrator,
      body: { connectionId: ids.personConnection },
      kinds: { connectionId: 'personConnection' },
    },
    grantRole: {
      at: ids.applicant,
      by: administrator,
      body: { role: 'panel_member', potId: ids.pot },
      kinds: { potId: 'pot', partyId: 'party' },
      besides: { partyId: { role: 'applicant', potId: undefined } },
    },
    endRole: { at: ids.officer, by: administrator, body: { roleId: ids.role }, kinds: { roleId: 'role' } },
    leave: {
      at: ids.panelMember,
      by: administrator,
      body: { successorId: ids.officer },
      kinds: { successorId: 'officer' },
    },
    revokeToken: { at: ids.officer, by: administrator, body: { tokenId: ids.token }, kinds: { tokenId: 'token' } },
    connectToParty: {
      at: ids.party,
      by: administrator,
      body: { personId: ids.officer, kind: 'knows' },
      kinds: { personId: 'officer' },
    },
    endPartyConnection: {
      at: ids.party,
      by: administrator,
      body: { connectionId: ids.partyConnection },
      kinds: { connectionId: 'partyConnection' },
    },
    confirmService: {
      at: ids.provider,
      by: officer,
      body: { serviceId: ids.service, pricePence: 4_000 },
      kinds: { serviceId: 'service' },
    },
    withdrawService: {
      at: ids.provider,
      by: officer,
      body: { serviceId: ids.service },
      kinds: { serviceId: 'service' },
    },
    planMeeting: { by: officer, body: { potId: ids.pot, startsAt: soon, online: true }, kinds: { potId: 'pot' } },
    recordAttendance: {
      at: ids.meeting,
      by: officer,
      body: { chairId: ids.panelMember, personIds: [ids.panelMember] },
      kinds: { chairId: 'panelMember', 'personIds/0': 'panelMember' },
    },
    declareInterest: {
      at: ids.meeting,
      by: officer,
      body: { applicationId: ids.assessing, personId: ids.panelMember, level: 'knows' },
      kinds: { applicationId: 'assessing', personId: 'panelMember' },
    },
    ruleOnInterest: {
      at: ids.meeting,
      by: officer,
      body: { applicationId: ids.assessing, personId: ids.panelMember, ruling: 'stays' },
      kinds: { applicationId: 'assessing', personId: 'panelMember' },
    },
    planRound: {
      by: manager,
      body: { ...example('planRound'), ...round },
      kinds: { potId: 'windowPot', ownerId: 'officer' },
    },
    reassignRound: { at: ids.round, by: manager, body: { ownerId: ids.officer }, kinds: { ownerId: 'officer' } },
    submitApplication: {
      at: ids.draft,
      by: group.people[0],
      body: { roundId: ids.round },
      kinds: { roundId: 'round' },
    },
    settleDraftComment: {
      at: ids.shownDraft,
      by: group.people[0],
      body: { commentId: ids.draftComment },
      kinds: { commentId: 'draftComment' },
    },
    tryLetter: {
      at: ids.pot,
      by: manager,
      body: { letter: 'question-asked', grantId: ids.assessing },
      kinds: { grantId: 'assessing' },
    },
    recordHelp: { at: ids.checking, by: officer, body: { officerId: ids.officer }, kinds: { officerId: 'officer' } },
    answerQuestion: {
      at: ids.checking,
      by: group.people[0],
      body: { questionId: ids.question, answer: 'St Mary’s.' },
      kinds: { questionId: 'question' },
    },
    waiveConfirmation: {
      at: ids.assessing,
      by: officer,
      body: { confirmationId: ids.confirmation, reason: 'We know her.' },
      kinds: { confirmationId: 'confirmation' },
    },
    askConfirmationAgain: {
      at: ids.assessing,
      by: officer,
      body: { confirmationId: ids.confirmation },
      kinds: { confirmationId: 'confirmation' },
    },
    nameHost: {
      at: ids.assessing,
      by: officer,
      body: { hostId: ids.host, contactName: 'Hal Ost', contactEmail: 'hal@hub.example' },
      kinds: { hostId: 'host' },
    },
    readMessages: { at: ids.assessing, by: officer, body: { upTo: ids.message }, kinds: { upTo: 'message' } },
    decide: {
      at: ids.assessing,
      by: officer,
      body: { meetingId: ids.meeting, outcome: 'award' },
      kinds: { meetingId: 'meeting' },
    },
    recordPaperAcceptance: {
      at: ids.offered,
      by: officer,
      body: {
        agreementHash,
        fileId: ids.scan,
        signatoryIds: [ids.applicant, group.people[1].id],
        signedOn: today.slice(0, 10),
      },
      kinds: { fileId: 'scan', 'signatoryIds/0': 'applicant' },
    },
    confirmPaperAcceptance: {
      at: ids.offered,
      by: administrator,
      body: { paperAcceptanceId: ids.paperAcceptance, isAsRecorded: true },
      kinds: { paperAcceptanceId: 'paperAcceptance' },
    },
    meetCondition: {
      at: ids.conditional,
      by: officer,
      body: { conditionId: ids.condition },
      kinds: { conditionId: 'condition' },
    },
    waiveCondition: {
      at: ids.conditional,
      by: manager,
      body: { conditionId: ids.condition, reason: 'No need.' },
      kinds: { conditionId: 'condition' },
    },
    extendDate: {
      at: ids.conditional,
      by: manager,
      body: { which: 'condition', about: ids.condition, to: '2035-01-05T17:00:00.000Z', reason: 'Later.' },
      kinds: { about: 'condition' },
    },
    reassign: { at: ids.assessing, by: manager, body: { ownerId: ids.officer }, kinds: { ownerId: 'officer' } },
    buildRun: {
      by: paymentMaker,
      body: { potId: ids.pot, name: 'Run', paymentIds: [ids.readyPayment] },
      kinds: { potId: 'pot', 'paymentIds/0': 'readyPayment' },
    },
    dropPayment: {
      at: ids.runBuilding,
      by: paymentMaker,
      body: { paymentId: ids.paymentInRun, reason: 'Wait.' },
      kinds: { paymentId: 'paymentInRun' },
    },
    recordOutcomes: {
      at: ids.runSent,
      by: paymentMaker,
      body: { outcomes: [{ paymentId: ids.paymentSent, outcome: 'unknown', on: today.slice(0, 10) }] },
      kinds: { 'outcomes/0/paymentId': 'paymentSent' },
    },
    reassignRun: {
      at: ids.runBuilding,
      by: manager,
      body: { ownerId: paymentMaker.id, reason: 'Away.' },
      kinds: { ownerId: 'officer' },
    },
    payAgain: {
      at: ids.paid,
      by: paymentMaker,
      body: { paymentId: ids.readyPayment },
      kinds: { paymentId: 'paymentSent' },
    },
    overtakeQueue: {
      at: ids.paid,
      by: manager,
      body: { ...example('overtakeQueue'), paymentId: ids.readyPayment },
      kinds: { paymentId: 'paymentSent' },
    },
    requestPurchase: {
      by: holder,
      body: { ...example('requestPurchase'), grantId: ids.budget, providerId: ids.provider },
      kinds: { grantId: 'budget', providerId: 'provider' },
    },
    reassignPurchase: {
      at: ids.purchase,
      by: everybody,
      body: { ownerId: ids.officer, reason: 'Away.' },
      kinds: { ownerId: 'officer' },
    },
  };
}

/** The fields of a body that are ids, by their names; those in lists by the name of the list. */
export function idFields(schema: Part, prefix = ''): readonly string[] {
  return Object.entries<Part>(schema?.properties ?? {}).flatMap(([name, property]) => {
    const at = `${prefix}${name}`;
    const kinds = [property, ...(property.anyOf ?? [])];
    if (kinds.some(({ format }) => format === 'uuid') || property.items?.format === 'uuid') return [at];
    return [...idFields(property, `${at}/`), ...idFields(property.items, `${at}/`)];
  });
}

/** A body with another value at a pointer. */
export function changed(body: object, pointer: string, value: string): object {
  const copy = structuredClone(body);
  const parts = pointer.split('/');
  const last = parts.pop()!;
  const holder = parts.reduce<Part>((part, name) => part[name], copy);
  holder[last] = value;
  return copy;
}
