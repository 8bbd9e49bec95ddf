import type { GrantData } from '../../src/http/pages/grants/grant/data';
import { statusFor, statusInList } from '../../src/http/pages/grants/grant/whose-turn';
import { statusTold, type StatusName } from '../../src/domain/words/status';
import type { Role } from '../../src/domain/lives/roles';

const me = '0197a000-0000-7000-8000-000000000001';
const somebody = '0197a000-0000-7000-8000-000000000002';
const potId = '0197a000-0000-7000-8000-000000000003';

/** The colour of a grant's status for somebody with one role. */
function colour(name: StatusName, of: string, role: Role, ownerId: string | null = somebody): string {
  const grant = {
    status: statusTold(name, 'staff'),
    next: { of },
    owner: ownerId === null ? null : { id: ownerId, name: 'Somebody' },
    stage: 'assessing',
    onHold: false,
    pot: { id: potId, name: 'A pot' },
    party: { id: somebody, name: 'A group' },
  };
  const roles = [{ name: role, potId: null, partyId: null, ownLimitPence: null }];
  const data = { grant: grant as unknown as GrantData['grant'] };
  return statusFor(data, { asker: { tenantId: somebody, personId: me, roles } }).meaning;
}

test.each([
  ['with the panel, for a member', 'yours', ['with_panel', 'panel', 'panel_member']],
  ['with the panel, for an officer', 'other', ['with_panel', 'panel', 'grants_officer', me]],
  ['to check, for its officer', 'yours', ['submitted', 'officer', 'grants_officer', me]],
  ['to check, for another officer', 'other', ['submitted', 'officer', 'grants_officer']],
  ['to check, for an officer where nobody looks after it', 'yours', ['submitted', 'officer', 'grants_officer', null]],
  ['to check, for the panel', 'other', ['submitted', 'officer', 'panel_member', null]],
  ['ready to pay, for who makes payments', 'yours', ['payment_ready', 'treasurer', 'payment_maker']],
  ['ready to pay, for the officer', 'other', ['payment_ready', 'treasurer', 'grants_officer', me]],
  ['offered, for anybody of the organisation', 'other', ['offered', 'group', 'grants_officer', me]],
  ['late, for the officer', 'late', ['payment_returned', 'treasurer', 'grants_officer', me]],
  ['paid, for a funder', 'done', ['paid', 'nobody', 'funder']],
] as const)('what is %s has the colour %s', (_what, meaning, args) => {
  const [name, of, role, ownerId] = args as readonly [StatusName, string, Role, (string | null)?];
  expect(colour(name, of, role, ownerId)).toBe(meaning);
});

test.each([
  ['assessing', 'panel_member', false, 'yours'],
  ['assessing', 'grants_officer', false, 'other'],
  ['submitted', 'grants_officer', false, 'other'],
  ['offered', 'grants_officer', false, 'other'],
  ['assessing', 'panel_member', true, 'late'],
  ['closed', 'funder', false, 'done'],
] as const)('in a list, what is %s has for a %s, on hold %p, the colour %s', (stage, role, onHold, meaning) => {
  const roles = [{ name: role, potId: null, partyId: null, ownLimitPence: null }];
  const listed = { stage, onHold, owner: { id: somebody, name: 'Somebody' }, pot: { id: potId, name: 'A pot' } };
  const asker = { tenantId: somebody, personId: me, roles };
  expect(statusInList(listed, { asker }).meaning).toBe(meaning);
});
