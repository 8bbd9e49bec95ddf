import { refuse } from '../../domain/refusals/refusal';
import { areUnrelated } from '../../domain/decision/connections';
import { defineCommand } from '../apply/definition';
import { tellOwner } from '../application/tell';
import { cannotAct, lettingIn, onPaperAs, peopleAtMost } from '../parties/acting-for-group';
import { knownByEmail } from '../people/login-of-address';
import { connectionFacts } from '../readings/connection-facts';
import { actorOf } from './grant-context';
import { groupOf } from './people-to-tell';

/** Another member of the committee, who is to accept the offer too. */
export interface InviteSignatoryBody {
  readonly name: string;
  /** Where their mail goes, and what they sign in with. */
  readonly email: string;
  /** What they are on the committee, such as treasurer. */
  readonly position?: string | undefined;
  /** That they are neither related to whoever invites them nor live with them. */
  readonly unrelated?: boolean | undefined;
}

/**
 * The group lets another member of its committee in, so that they accept the offer: they then act for the group, and are mailed where the offer is. Whoever is
 * there already is mailed again; whoever is connected with the group by the same name, and could not sign in, is that person. Who looks after the grant is told, and can ask who they are.
 * @refusal SIGNATORY_RELATION_NOT_SAID, SIGNATORY_IS_YOU, SIGNATORY_NOT_POSSIBLE, SIGNATORIES_RELATED, GROUP_HAS_MANY_PEOPLE
 */
export const inviteSignatory = defineCommand<InviteSignatoryBody, 'grant'>('grant', 'inviteSignatory', async (c) => {
  const { tx, tenantId, body } = c;
  if (body.unrelated !== true) return refuse('SIGNATORY_RELATION_NOT_SAID', { field: '/unrelated' });
  const [login, group] = await Promise.all([knownByEmail(tx, tenantId, body.email), groupOf(c)]);
  const known = login.personId;
  if (known === actorOf(c)) return refuse('SIGNATORY_IS_YOU', { field: '/email' });
  const onPaper = await onPaperAs(c, c.row.party_id, body.name, login);
  const somebody = known ?? onPaper;
  if (await cannotAct(tx, tenantId, login, onPaper)) return refuse('SIGNATORY_NOT_POSSIBLE', { field: '/email' });
  const found = somebody === undefined ? nothing : await standingOf(c, somebody);
  if (found.isRelated) return refuse('SIGNATORIES_RELATED');
  const actsAlready = known !== undefined && group.includes(known);
  if (!actsAlready && group.length >= peopleAtMost)
    return refuse('GROUP_HAS_MANY_PEOPLE', { facts: { atMost: peopleAtMost } });

  const { personId, writes } = lettingIn(c, {
    partyId: c.row.party_id,
    name: body.name,
    known: login,
    onPaper,
    actsAlready,
    joinsAs: found.isOnCommittee ? undefined : (body.position ?? null),
  });
  return {
    writes,
    event: { after: { personId } },
    mails: [{ template: 'signatory-invited', to: personId }, ...tellOwner(c, 'signatory-named')],
    result: { personId },
  };
});

/** What is known of somebody whom nobody knew. */
const nothing = { isOnCommittee: false, isRelated: false };

/** What somebody is to the group, and to whoever invites them or has accepted. */
async function standingOf(
  c: Parameters<typeof groupOf>[0] & { readonly actorId: string | null; readonly subjectId: string },
  personId: string,
): Promise<typeof nothing> {
  const { tx, tenantId, row, subjectId } = c;
  const accepted = await tx
    .selectFrom('acceptance')
    .select('person_id')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .execute();
  const others = [...new Set([actorOf(c), ...accepted.map(({ person_id }) => person_id)])].filter(
    (one) => one !== personId,
  );
  const facts = await connectionFacts(tx, tenantId, { persons: [personId, ...others], parties: [row.party_id] });
  return {
    isOnCommittee: facts.withParties.some((one) => one.personId === personId && one.kind === 'committee'),
    isRelated: others.some((one) => !areUnrelated([one, personId], facts)),
  };
}
