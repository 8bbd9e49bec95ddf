import { partiesOf } from '../../../../db/queries/asker';
import { listProviders } from '../../../../db/queries/money/budgets';
import type { Named } from '../../../../db/queries/named';
import { namedRowOf } from '../../../../db/queries/paging';
import {
  countUnmetNeeds,
  findService,
  listServices,
  type UnmetNeedCounted,
} from '../../../../db/queries/purchases/services';
import { isId } from '../../../contracts/ids';
import { compareInstants, endOfDay, londonDate, shortDateInWords } from '../../../domain/calendar/calendar';
import { rolesReaching, staffRoles, type Role, type Scope } from '../../../domain/lives/roles';
import { isStale, needKinds, type NeedKind } from '../../../domain/purchases/services';
import { commandForm } from '../frame/command-form';
import { nothingYet } from '../frame/nothing-yet';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { sum } from '../frame/sum';
import type { Fields } from '../form/field';
import { needWords } from './need-words';
import { directoryWords as words } from './words';

const linesAPage = 50;
const keepers: readonly Role[] = ['administrator', 'fund_manager', 'grants_officer'];

type Services = Awaited<ReturnType<typeof listServices>>;
type Service = Services['items'][number];

const needOf = (text: string | undefined): NeedKind | undefined => needKinds.find((one) => one === text);
const scopeOf = (providerId: string): Scope => ({ potId: null, parties: { provider: providerId } });
const standing = (providerId: string) => ({ state: 'known', scope: scopeOf(providerId) });

/** Whether somebody keeps what is said of a provider's services: staff, and the provider itself. */
const mayKeep = ({ asker }: PageContext, providerId: string): boolean =>
  rolesReaching(asker.roles, scopeOf(providerId)).some(({ name }) => name === 'provider' || keepers.includes(name));

const isStaff = ({ asker }: PageContext): boolean => asker.roles.some(({ name }) => staffRoles.includes(name));

function lineOf(one: Service, context: PageContext) {
  const { confirmedAt, nextFreeOn, now } = one;
  const day = shortDateInWords(londonDate(confirmedAt));
  const isComing = nextFreeOn !== null && compareInstants(endOfDay(nextFreeOn), now) >= 0;
  return {
    what: one.name,
    kind: needWords[one.need],
    who: one.provider.name,
    where: one.area,
    whoFor: one.whoFor ?? words.list.anybody,
    price: sum(one.pricePence),
    free: isComing ? shortDateInWords(nextFreeOn) : words.list.unknown,
    confirmed: isStale(confirmedAt, now) ? words.list.old(day) : day,
    keeper: one.owner?.name,
    change: mayKeep(context, one.provider.id) ? `/directory/${one.id}` : '',
  };
}

interface Listed {
  readonly services: Services;
  readonly unmet: readonly UnmetNeedCounted[];
}

const listPage = definePage<Listed>({
  address: '/directory',
  for: 'signed in',
  words,
  load: async (context) => {
    const { parts, asker, query } = context;
    const { db } = parts.reading;
    const cursor = query['cursor'];
    const isPlace = cursor !== undefined && namedRowOf(cursor) !== undefined;
    const [services, unmet] = await Promise.all([
      listServices(db, asker, { need: needOf(query['need']) }, { limit: linesAPage, ...(isPlace ? { cursor } : {}) }),
      isStaff(context) ? countUnmetNeeds(db, asker) : [],
    ]);
    return { services, unmet };
  },
  show: ({ services: { items, next }, unmet }, context) => {
    const need = needOf(context.query['need']);
    return {
      template: 'directory/list.njk',
      title: words.list.title,
      needs: [
        { value: '', words: words.list.all, chosen: need === undefined },
        ...needKinds.map((value) => ({ value, words: needWords[value], chosen: value === need })),
      ],
      services: items.map((one) => lineOf(one, context)),
      more:
        next === null
          ? ''
          : `/directory?${need === undefined ? '' : `need=${need}&`}cursor=${encodeURIComponent(next)}`,
      empty: nothingYet(context.asker, words.list.empty, [
        { for: ['provider', ...keepers], words: words.list.emptyKeepers },
        { words: words.list.emptyOthers },
      ]),
      canAdd: context.asker.roles.some(({ name }) => name === 'provider' || keepers.includes(name)),
      unmet: unmet.map((one) => ({
        what: needWords[one.need],
        where: one.area,
        times: one.count === null ? words.list.few : String(one.count),
      })),
    };
  },
});

const addPage = definePage<readonly Named[]>({
  address: '/directory/add',
  for: [...keepers, 'provider'],
  words,
  load: async ({ parts, asker }) => {
    const all = await listProviders(parts.reading.db, asker);
    const isKeeper = asker.roles.some(({ name }) => keepers.includes(name));
    const own = partiesOf(asker, ['provider']);
    return isKeeper ? all : all.filter(({ id }) => own.includes(id));
  },
  show: () => ({
    template: 'directory/add.njk',
    title: words.add.title,
    back: { to: '/directory', words: words.back.services },
  }),
  forms: {
    add: {
      ...commandForm<readonly Named[]>({
        command: 'addService',
        fields: (providers) => addFields(providers),
        initial: ([first, ...more]) => (more.length === 0 ? { providerId: first?.id } : undefined),
        done: () => saying('/directory', 'added'),
      }),
      act: async (sent, providers, context) => {
        const { providerId, ...body } = sent.body;
        const chosen = providers.find(({ id }) => id === providerId);
        if (chosen === undefined) return { problems: [{ pointer: '/providerId', code: 'FIELD_MISSING', detail: '' }] };
        const add = commandForm({
          command: 'addService',
          fields: {},
          subjectId: () => chosen.id,
          done: () => saying('/directory', 'added'),
        });
        return add.act({ ...sent, body }, undefined, context);
      },
    },
  },
});

function addFields(providers: readonly Named[]): Fields {
  const a = words.add;
  return {
    provider: {
      kind: 'choice',
      at: '/providerId',
      label: a.provider,
      asList: true,
      options: providers.map(({ id, name }) => ({ value: id, words: name })),
    },
    need: {
      kind: 'choice',
      at: '/need',
      label: a.need,
      asList: true,
      options: needKinds.map((value) => ({ value, words: needWords[value] })),
    },
    name: { kind: 'text', at: '/name', label: a.name, hint: a.nameHint },
    price: { kind: 'money', at: '/pricePence', label: a.price },
    area: { kind: 'text', at: '/area', label: a.area, hint: a.areaHint, width: 20 },
    whoFor: { kind: 'text', at: '/whoFor', label: a.whoFor, hint: a.whoForHint },
    free: { kind: 'date', at: '/nextFreeOn', label: a.free, hint: a.freeHint },
  };
}

const onePage = definePage<Service>({
  address: '/directory/:id',
  for: [...keepers, 'provider'],
  words,
  load: async (context) => {
    const id = context.params['id'] ?? '';
    const found = isId(id) ? await findService(context.parts.reading.db, context.asker, id) : undefined;
    return found !== undefined && mayKeep(context, found.provider.id) ? found : undefined;
  },
  show: ({ name, provider }) => ({
    template: 'directory/one.njk',
    title: name,
    provider: provider.name,
    back: { to: '/directory', words: words.back.services },
  }),
  forms: {
    confirm: commandForm<Service>({
      command: 'confirmService',
      fields: {
        price: { kind: 'money', at: '/pricePence', label: words.one.price },
        free: { kind: 'date', at: '/nextFreeOn', label: words.one.free, hint: words.add.freeHint },
      },
      initial: (one) => one,
      subjectId: ({ provider }) => provider.id,
      standing: ({ provider }) => standing(provider.id),
      body: (body, { id }) => ({ ...body, serviceId: id }),
      done: () => saying('/directory', 'confirmed'),
    }),
    withdraw: commandForm<Service>({
      command: 'withdrawService',
      fields: {},
      subjectId: ({ provider }) => provider.id,
      standing: ({ provider }) => standing(provider.id),
      body: (_body, { id }) => ({ serviceId: id }),
      done: () => saying('/directory', 'withdrawn'),
    }),
  },
});

/** A provider's own bank account; before `/orders/:token`, whose address it would fit. */
const bankPage = definePage<Named>({
  address: '/orders/bank-details',
  for: ['provider'],
  words,
  load: async ({ parts, asker }) => {
    const [own] = partiesOf(asker, ['provider']);
    return (await listProviders(parts.reading.db, asker)).find(({ id }) => id === own);
  },
  show: ({ name }) => ({
    template: 'directory/bank.njk',
    title: words.bank.title,
    lead: words.bank.lead(name),
    back: { to: '/orders', words: words.back.orders },
  }),
  forms: {
    bank: commandForm<Named>({
      command: 'giveProviderBankDetails',
      fields: {
        accountName: { kind: 'text', at: '/accountName', label: words.bank.name },
        sortCode: { kind: 'code', at: '/sortCode', label: words.bank.sortCode, hint: words.bank.sortCodeHint },
        accountNumber: { kind: 'code', at: '/accountNumber', label: words.bank.number, hint: words.bank.numberHint },
      },
      initial: ({ name }) => ({ accountName: name }),
      subjectId: ({ id }) => id,
      standing: ({ id }) => standing(id),
      done: () => saying('/orders', 'bank'),
    }),
  },
});

/** The service directory, and a provider's bank details. */
export const directoryPages: readonly Page[] = [listPage, addPage, onePage, bankPage];
