import { staffRoles } from '../../src/domain/lives/roles';
import { accepted, ofDrafts, unordered, uploadable, type Cells } from './cells-of-pages';

const nothing: Cells = { about: 'nothing' };
const grant: Cells = { about: 'grant', readersIn: ofDrafts };
const pot: Cells = { about: 'pot' };
const fund: Cells = { about: 'fund' };
const meeting: Cells = { about: 'meeting' };
const run: Cells = { about: 'run' };
const round: Cells = { about: 'round' };
const party: Cells = { about: 'group' };
const purchase: Cells = {
  about: 'purchase',
  readers: [...staffRoles, 'budget_holder', 'provider'],
  readersIn: unordered,
};
/** The agreement bears signatures, which a funder does not see. */
const agreement: Cells = {
  ...grant,
  readers: [...staffRoles, 'panel_member', 'applicant', 'budget_holder'],
  in: ['offered', ...accepted],
  otherwise: 404,
};
const groupAndStaff: NonNullable<Cells['readers']> = [...staffRoles, 'applicant', 'budget_holder'];

/** What comes of each read of the API, by its operation id, besides who may ask it at all. A new read needs a line here. */
export const cellsOfReads: Readonly<Record<string, Cells>> = {
  exportGrants: { about: 'nothing', query: 'as=csv' },
  getAgreement: agreement,
  getAgreementPdf: agreement,
  getPaperAcceptance: { about: 'grant', readers: staffRoles, readersIn: { draft: [], 'draft, shown': [] } },
  getMeetingMinute: { ...meeting, in: ['planned', 'held'] },
  getMeetingPack: { ...meeting, in: ['planned', 'held'] },
  listGrantFiles: grant,
  listPurchaseFiles: purchase,
  getFile: { about: 'nothing', answer: 404 },
  listGrants: nothing,
  getGrant: grant,
  getAppeal: grant,
  getDraftFeedback: {
    about: 'grant',
    readers: [...staffRoles, 'applicant'],
    readersIn: { draft: ['applicant'] },
  },
  getRefundAccount: { about: 'grant', readers: groupAndStaff, readersIn: { draft: [], 'draft, shown': [] } },
  getPolicyDraft: pot,
  // Of what is not offered yet it is empty.
  getReportDraft: { about: 'grant', readers: ['applicant', 'budget_holder'] },
  listMessages: grant,
  listNotes: grant,
  listFunds: nothing,
  getFund: fund,
  listPots: nothing,
  // An open one is anybody's who may apply, buy from it or sell to it.
  getPot: { ...pot, ofNoParty: true },
  listLetters: pot,
  listRounds: nothing,
  getRound: { ...round, ofNoParty: true, readersIn: { draft: staffRoles } },
  listMeetings: nothing,
  getMeeting: meeting,
  listPayments: nothing,
  listPaymentRuns: nothing,
  getPaymentRun: run,
  exportPaymentRun: { ...run, in: uploadable, otherwise: 404 },
  listPurchases: nothing,
  getPurchase: purchase,
  getPotFigures: pot,
  getGrantLedger: grant,
  getPotLedger: { ...pot, query: 'account=bank' },
  listPotHoldings: { ...pot, query: 'of=left' },
  getFundLedger: { ...fund, query: 'account=pledge' },
  // These moved no money.
  getCommandLedger: { about: 'command', answer: 404 },
  getOrganisation: { about: 'organisation' },
  listParties: nothing,
  getParty: party,
  listServices: nothing,
  listUnmetNeeds: nothing,
  listPeople: nothing,
  getPerson: { about: 'person', readers: staffRoles },
  getMe: nothing,
  getGrantTimeline: grant,
  getPurchaseTimeline: purchase,
  getPaymentRunTimeline: run,
  getRoundTimeline: round,
  getFundTimeline: fund,
  getPotTimeline: pot,
  getMeetingTimeline: meeting,
  getPartyTimeline: party,
  getPersonTimeline: { about: 'person' },
  getCommand: { about: 'command', readers: staffRoles },
  getOperations: nothing,
  listWork: nothing,
  countWork: nothing,
  listSavedViews: { about: 'nothing', query: 'list=grants' },
  // Whoever writes none is told that there is none, as of another's.
  getApplication: {
    about: 'grant',
    in: ['draft', 'draft, shown'],
    otherwise: 404,
    readers: ['grants_officer', 'applicant'],
    readersIn: { draft: ['applicant'], 'draft, shown': ['applicant'] },
  },
};
