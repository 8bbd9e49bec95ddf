import type { GroupHistory } from '../../../../db/queries/groups/group-history';
import { searchParties } from '../../../../db/queries/grants/grants-search';
import { listParties } from '../../../../db/queries/groups/parties';
import { listPeople } from '../../../../db/queries/people/people';
import { dateInWords, londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { partyConnectionKinds } from '../../../domain/decision/connections';
import { awardableUnderCap, capFreeFrom } from '../../../domain/decision/group-cap';
import type { Role } from '../../../domain/lives/roles';
import { formatPounds, pence } from '../../../domain/money/money';
import { organisationTypes } from '../../../domain/policy/policy';
import { partyKinds } from '../../../domain/people/role-granting';
import { readSought } from '../../../domain/lists/search';
import { statusOfStage, type StatusMeaning } from '../../../domain/words/status';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { actionPageWords } from '../grants/action-words';
import { organisationWords } from '../frame/policy-words';
import { sumsAlike } from '../frame/sum';
import { applyPage, mayWriteFor } from './apply';
import { loadGroup, type GroupData, type Party } from './data';
import { groupReaders } from './readers';
import { groupWords as words } from './words';

const w = words.group;
const linesAPage = 50;
const peopleAtMost = 200;
const administrating: readonly Role[] = ['fund_manager', 'grants_officer', 'administrator'];
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));

const list = definePage<{ items: readonly { id: string; name: string; kind: string }[]; next: string | null }>({
  address: '/groups',
  for: groupReaders,
  words,
  load: async ({ parts, asker, query }) => {
    const sought = readSought(query['q'] ?? '');
    const { db } = parts.reading;
    if (sought?.kind === 'name') return { items: await searchParties(db, asker, sought.words), next: null };
    return listParties(db, asker, {}, { limit: linesAPage, cursor: query['cursor'] });
  },
  show: ({ items, next }, { query, asker }) => ({
    template: 'groups/list.njk',
    title: words.list.title,
    typed: query['q'] ?? '',
    more: next === null ? undefined : `/groups?cursor=${encodeURIComponent(next)}`,
    kinds: partyKinds.map((kind) => ({ name: words.kinds[kind], about: words.kindHints[kind] })),
    mayAdd: asker.roles.some(({ name }) => administrating.includes(name)),
    groups: items.map(({ id, name, kind }) => ({ id, name, kind: words.kinds[kind as keyof typeof words.kinds] })),
  }),
});

function capsOf({ awards, caps, now }: Party) {
  const counted = awards.map(({ decidedOn, awardedPence, cameBackPence }) => ({
    decidedOn,
    amountPence: pence(awardedPence),
    cameBackPence: pence(cameBackPence),
  }));
  return caps.map(({ pot, capPence, period }) => {
    const question = { awards: counted, decidedOn: londonDate(now), capPence: pence(capPence), period };
    const from = capFreeFrom(question);
    return {
      words: w.cap(pot.name, formatPounds(awardableUnderCap(question))),
      from: from === undefined ? '' : w.capFrom(dateInWords(from)),
    };
  });
}

const checkTag = (check: GroupHistory['checks'][number], today: string): { words: string; meaning: StatusMeaning } => {
  if (!check.passed) return { words: w.notPassed, meaning: 'late' };
  return check.expiresOn >= today ? { words: w.passed, meaning: 'done' } : { words: w.ranOut, meaning: 'late' };
};

/** What somebody is to a group, in words. */
const whatTheyAre = ({ kind, position, signatory }: Party['connections'][number]): string =>
  [position ?? words.connect.kinds[kind], ...(signatory ? [w.signs] : [])].join(', ');

const group = definePage<GroupData>({
  address: '/groups/:id',
  for: groupReaders,
  words,
  load: loadGroup,
  show: ({ party, history }, context) => {
    const { asker } = context;
    const overdue = history.applications.filter(({ reportOverdueSince }) => reportOverdueSince !== null);
    const { bankAccount } = party;
    const sum = sumsAlike([
      history.paidPence,
      ...history.applications.map(({ awardedPence, askedPence }) => awardedPence ?? askedPence),
    ]);
    return {
      template: 'groups/group.njk',
      title: party.name,
      back: { to: '/groups', words: w.back },
      kind: [words.kinds[party.kind], party.organisationType === null ? '' : organisationWords[party.organisationType]]
        .filter((part) => part !== '')
        .join(' · '),
      about: words.kindHints[party.kind],
      applies: !['funder', 'provider'].includes(party.kind) || history.applications.length > 0,
      isPaid: party.kind !== 'funder' || bankAccount !== null,
      overdue: overdue.length === 0 ? '' : w.overdue(overdue.length),
      connectHref: asker.roles.some(({ name }) => administrating.includes(name)) ? `/groups/${party.id}/connect` : '',
      applyHref: mayWriteFor(party, context) ? `/groups/${party.id}/apply` : '',
      people: [...new Map(party.people.map(({ person }) => [person.id, person.name])).values()],
      disconnectHref:
        party.connections.length > 0 && asker.roles.some(({ name }) => administrating.includes(name))
          ? `/groups/${party.id}/disconnect`
          : '',
      connections: party.connections.map((one) => ({ name: one.person.name, what: whatTheyAre(one) })),
      account:
        bankAccount === null
          ? w.noAccount
          : w.ending(bankAccount.accountName, bankAccount.lastDigits, bankAccount.version),
      paid: sum(history.paidPence),
      caps: party.kind === 'group' || party.kind === 'employer' ? capsOf(party) : [],
      checks: history.checks.map((check) => ({
        name: actionPageWords.checks.kinds[check.kind][0],
        tag: checkTag(check, londonDate(party.now)),
        until: shortDateInWords(check.expiresOn),
        by: w.seenBy(check.checkedBy.name, shortDateInWords(check.checkedOn)),
      })),
      applications: history.applications.map((one) => ({
        id: one.id,
        reference: one.reference ?? w.draft,
        pot: one.pot.name,
        tag: statusOfStage(one.stage, one.onHold, 'staff'),
        late: one.reportOverdueSince === null ? '' : w.reportSince(day(one.reportOverdueSince)),
        amount: one.awardedPence ?? one.askedPence,
        sum: sum(one.awardedPence ?? one.askedPence),
        sent: one.submittedAt === null ? '' : day(one.submittedAt),
      })),
    };
  },
});

const add = definePage({
  address: '/groups/new',
  for: administrating,
  words,
  show: () => ({
    template: 'groups/form.njk',
    title: words.add.title,
    back: { to: '/groups', words: w.back },
    formName: 'add',
    press: words.add.button,
  }),
  forms: {
    add: commandForm({
      command: 'addParty',
      fields: {
        kind: {
          kind: 'choice',
          at: '/kind',
          label: words.add.kind,
          options: partyKinds.map((value) => ({ value, words: words.kinds[value], hint: words.kindHints[value] })),
        },
        name: { kind: 'text', at: '/name', label: words.add.name, autocomplete: 'off' },
        type: {
          kind: 'choice',
          at: '/organisationType',
          label: words.add.type,
          hint: words.add.typeHint,
          asList: true,
          options: organisationTypes.map((value) => ({ value, words: organisationWords[value] })),
        },
      },
      initial: (_data, { query }) => ({ kind: query['kind'] }),
      done: ({ subjectId }) => saying(`/groups/${subjectId}`, 'added'),
    }),
  },
});

type WithPeople = GroupData & { readonly people: readonly { readonly id: string; readonly name: string }[] };

const connect = definePage<WithPeople>({
  address: '/groups/:id/connect',
  for: administrating,
  words,
  load: async (context) => {
    const [data, people] = await Promise.all([
      loadGroup(context),
      listPeople(context.parts.reading.db, context.asker, {}, { limit: peopleAtMost }),
    ]);
    return data === undefined ? undefined : { ...data, people: people.items };
  },
  show: ({ party }) => ({
    template: 'groups/form.njk',
    title: words.connect.title,
    caption: party.name,
    lead: words.connect.lead,
    back: { to: `/groups/${party.id}`, words: party.name },
    formName: 'connect',
    press: words.connect.button,
  }),
  forms: {
    connect: commandForm<WithPeople>({
      command: 'connectToParty',
      fields: ({ people }) => ({
        person: {
          kind: 'choice',
          at: '/personId',
          label: words.connect.person,
          hint: words.connect.personHint,
          asList: true,
          options: people.map(({ id, name }) => ({ value: id, words: name })),
        },
        name: {
          kind: 'text',
          at: '/personName',
          label: words.connect.name,
          hint: words.connect.nameHint,
          autocomplete: 'off',
        },
        kind: {
          kind: 'choice',
          at: '/kind',
          label: words.connect.kind,
          options: partyConnectionKinds.map((value) => ({ value, words: words.connect.kinds[value] })),
        },
        position: { kind: 'text', at: '/position', label: words.connect.position, hint: words.connect.positionHint },
        signatory: { kind: 'tick', at: '/signatory', label: words.connect.signatory },
      }),
      standing: () => ({ state: 'known', scope: { potId: null, parties: {} } }),
      done: (_done, { params }) => saying(`/groups/${params['id'] ?? ''}`, 'connected'),
    }),
  },
});

const disconnect = definePage<GroupData>({
  address: '/groups/:id/disconnect',
  for: administrating,
  words,
  load: loadGroup,
  show: ({ party }) => ({
    template: 'groups/form.njk',
    title: words.disconnect.title,
    caption: party.name,
    lead: words.disconnect.lead,
    back: { to: `/groups/${party.id}`, words: party.name },
    formName: 'disconnect',
    press: words.disconnect.button,
  }),
  forms: {
    disconnect: commandForm<GroupData>({
      command: 'endPartyConnection',
      fields: ({ party }) => ({
        connection: {
          kind: 'choice',
          at: '/connectionId',
          label: words.disconnect.which,
          missing: words.disconnect.missing,
          options: party.connections.map((one) => ({
            value: one.id,
            words: words.disconnect.one(one.person.name, whatTheyAre(one)),
          })),
        },
      }),
      standing: () => ({ state: 'known', scope: { potId: null, parties: {} } }),
      done: (_done, { params }) => saying(`/groups/${params['id'] ?? ''}`, 'disconnected'),
    }),
  },
});

/** Groups, providers and funders: found by name, all that is known of one, added, connected with people, and written for. */
export const partyPages: readonly Page[] = [list, add, group, connect, disconnect, applyPage];
