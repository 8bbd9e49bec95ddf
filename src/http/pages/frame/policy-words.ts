import type { CheckKind, OrganisationType } from '../../../domain/policy/policy';

/** What each kind of organisation is called on pages. */
export const organisationWords: Readonly<Record<OrganisationType, string>> = {
  unincorporated_association: 'A group or club with a constitution (unincorporated association)',
  cio: 'A charitable incorporated organisation (CIO)',
  registered_charity: 'A registered charity',
  cic: 'A community interest company (CIC)',
  company_limited_by_guarantee: 'A company limited by guarantee',
  community_benefit_society: 'A community benefit society',
  faith_group: 'A faith group',
  tenants_and_residents: 'A tenants’ or residents’ association',
  public_body: 'A public body, such as a court or a council',
  other_non_profit: 'Another kind of organisation that makes no profit',
};

/** What was planned and what came of it, in whatever it is counted: people, sessions, copies. */
export const countedWords = { target: 'Planned', achieved: 'In the end' } as const;

/** What a group shows us for each check. */
export const checkWords: Readonly<Record<CheckKind, string>> = {
  governing_document: 'Your constitution or other governing document',
  three_unrelated_committee_members:
    'The names of three committee members who are not related and do not live together',
  two_unrelated_signatories: 'The names of two people who sign for the bank account and are not related',
  recent_bank_statement: 'A bank statement of the last three months',
  accounts: 'Your last yearly accounts',
  safeguarding_policy: 'Your safeguarding policy, if the work involves children or adults at risk',
};
