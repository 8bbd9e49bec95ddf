import { v5 as idFromName } from 'uuid';
import { z } from 'zod';
import { isId } from '../../../contracts/ids';
import { findPublished, listPublished, type Published, type PublishedPot } from '../../../../db/queries/pots/published';
import { partiesOf } from '../../../../db/queries/asker';
import { listApplyingGroups, type ApplyingGroup } from '../../../../db/queries/groups/applying-groups';
import { subscribe } from '../../../commands/announcements/subscribe';
import { createDraft } from '../../../commands/application/draft';
import { register, type RegisterBody } from '../../../commands/parties/register';
import { tenantOfSlug } from '../../../commands/readings/tenant-of-slug';
import { eligibilityQuestions, eligibilityRefusals } from '../../../domain/application/application-refusals';
import { formatPounds } from '../../../domain/money/money';
import { periodInWords } from '../../../domain/policy/period-in-words';
import { organisationTypes } from '../../../domain/policy/policy';
import { refuse } from '../../../domain/refusals/refusal';
import { readAs } from '../../body';
import { doorProblem, refusalProblem } from '../../problems';
import { registerBody } from '../../schemas/registrations';
import { asProblems } from '../applications/form-data';
import type { Fields } from '../form/field';
import { organisationWords } from '../frame/policy-words';
import { roomUnderCap } from '../frame/room-under-cap';
import { definePage, saying, type Form, type Page, type PageContext } from '../frame/page';
import { potAddress } from '../../pot-address';
import { organisationView, potView, privacyAddress, reachOf, takingOf } from './views';
import { publicWords as words } from './words';

/** Who gives grants here, for somebody who has not begun to sign in; where it is one organisation, that one. */
const startPage = definePage({
  address: '/',
  for: 'anyone',
  words,
  // Whoever has a session goes on from it: the next page of this address.
  load: async ({ session, parts }) => (session === undefined ? listPublished(parts.reading.db) : undefined),
  show: (organisations) =>
    organisations.length === 1
      ? { goTo: `/o/${organisations[0]?.slug ?? ''}` }
      : { template: 'public/start.njk', title: words.start.title, organisations },
});

async function loadOrganisation({ parts, params }: PageContext, potId?: string): Promise<Published | undefined> {
  const { db } = parts.reading;
  if (potId !== undefined && !isId(potId)) return undefined;
  const slug = params['org'] ?? '';
  const tenantId = /^[a-z0-9-]{1,41}$/.test(slug) ? await tenantOfSlug(db, slug) : undefined;
  return tenantId === undefined ? undefined : findPublished(db, tenantId, potId);
}

/** One pot of an organisation, as its public pages have it. */
interface OnePot {
  readonly published: Published;
  readonly pot: PublishedPot;
}

async function loadPot(context: PageContext): Promise<OnePot | undefined> {
  const published = await loadOrganisation(context, context.params['pot'] ?? '');
  const pot = published?.pots[0];
  return published === undefined || pot === undefined ? undefined : { published, pot };
}

const addressOf = ({ published, pot }: OnePot): string => potAddress(published.slug, pot.id);
const backToPot = (one: OnePot) => ({ to: addressOf(one), words: one.pot.name });
const emailIn = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['email'] === 'string' ? body['email'] : '';

/** Asks to hear of an organisation's pots; what is answered never says whether the address is known. */
function subscribing<Data>(potOf: (data: Data) => { readonly slug: string; readonly potId?: string }): Form<Data> {
  return {
    fields: { email: { kind: 'email', at: '/email', label: words.subscribe.email, autocomplete: 'email' } },
    act: async ({ body }, data, { parts, network, path }) => {
      const email = emailIn(body);
      if (!z.email().max(254).safeParse(email).success)
        return { problems: [{ pointer: '/email', code: 'EMAIL_MALFORMED', detail: words.subscribe.malformed }] };
      const { slug, potId } = potOf(data);
      const { db, preparing } = parts.door;
      await subscribe({ db, fingerprint: preparing.fingerprint, ip: network }, { organisation: slug, potId, email });
      return { goTo: saying(path, 'subscribed') };
    },
  };
}

const organisationPage = definePage<Published>({
  address: '/o/:org',
  for: 'anyone',
  words,
  load: (context) => loadOrganisation(context),
  show: (published) => ({
    template: 'public/organisation.njk',
    look: published.look,
    title: words.organisation.title(published.name),
    ...organisationView(published),
  }),
  forms: { subscribe: subscribing<Published>(({ slug }) => ({ slug })) },
});

/** What an organisation does with what people tell it, before it asks them for anything. */
const privacyPage = definePage<Published>({
  address: '/o/:org/privacy',
  for: 'anyone',
  words,
  load: (context) => loadOrganisation(context),
  show: (published) => ({
    template: 'public/privacy.njk',
    look: published.look,
    title: words.privacy.title(published.name),
    back: { to: `/o/${published.slug}`, words: words.pot.back(published.name) },
    parts: words.privacy.parts(published.name),
    reach: reachOf(published),
    noContact: words.privacy.noContact(published.name),
  }),
});

const potPage = definePage<OnePot>({
  address: '/o/:org/pots/:pot',
  for: 'anyone',
  words,
  load: loadPot,
  show: (one) => {
    const { published, pot } = one;
    return {
      template: 'public/pot.njk',
      look: published.look,
      title: pot.name,
      back: { to: `/o/${published.slug}`, words: words.pot.back(published.name) },
      start: eligibilityQuestions(pot.policy).length > 0 ? `${addressOf(one)}/eligibility` : `${addressOf(one)}/start`,
      ...potView(published, pot),
    };
  },
  forms: { subscribe: subscribing<OnePot>(({ published, pot }) => ({ slug: published.slug, potId: pot.id })) },
});

/** The questions of the pot's rules, before anybody has an account. Their answers are kept nowhere. */
function eligibilityFields({ pot: { policy } }: OnePot): Fields {
  const asked = eligibilityQuestions(policy);
  const elsewhere = { value: 'elsewhere', words: words.eligibility.elsewhere };
  const areas = (policy.eligibility.areas ?? []).map((value) => ({ value, words: value }));
  return {
    ...(asked.includes('organisationType')
      ? {
          type: {
            kind: 'choice',
            at: '/organisationType',
            label: words.eligibility.type,
            options: organisationTypes.map((value) => ({ value, words: organisationWords[value] })),
          } as const,
        }
      : {}),
    ...(asked.includes('organisationIncomePence')
      ? {
          income: {
            kind: 'money',
            at: '/organisationIncomePence',
            label: words.eligibility.income,
            hint: words.eligibility.incomeHint,
          } as const,
        }
      : {}),
    ...(asked.includes('area')
      ? {
          area: { kind: 'choice', at: '/area', label: words.eligibility.area, options: [...areas, elsewhere] } as const,
        }
      : {}),
  };
}

interface Beginning extends OnePot {
  /** The groups that whoever looks acts for in this organisation. */
  readonly groups: readonly ApplyingGroup[];
}

/** The groups that whoever looks acts for here; a stranger acts for none. */
async function loadBeginning(context: PageContext): Promise<Beginning | undefined> {
  const one = await loadPot(context);
  if (one === undefined) return undefined;
  const { visitor, parts } = context;
  const groups =
    visitor?.tenantId === one.published.tenantId
      ? await listApplyingGroups(parts.reading.db, context.asker, partiesOf(context.asker, ['applicant']))
      : [];
  return { ...one, groups };
}

/** What is told, before anything is written, of groups that can ask for less than the pot offers. */
const capsOf = ({ groups, pot, published }: Beginning): readonly string[] =>
  groups.flatMap((group) => roomUnderCap(group, pot.policy, published.now).told ?? []);

const hadBefore = ({ pot: { policy } }: OnePot): string =>
  words.eligibility.hadBefore(formatPounds(policy.groupCapPence), periodInWords(policy.groupCapPeriod));

const eligibilityPage = definePage<Beginning>({
  address: '/o/:org/pots/:pot/eligibility',
  for: 'anyone',
  words,
  load: loadBeginning,
  show: (one) => ({
    template: 'public/eligibility.njk',
    look: one.published.look,
    title: words.eligibility.title,
    caption: one.pot.name,
    back: backToPot(one),
    caps: capsOf(one),
    // Who acts for a group reads what is left for it; of anybody else nothing is known.
    hadBefore: one.groups.length > 0 ? undefined : hadBefore(one),
    signIn: `/sign-in?next=${encodeURIComponent(`${addressOf(one)}/eligibility`)}`,
    hasQuestions: eligibilityQuestions(one.pot.policy).length > 0,
    start: `${addressOf(one)}/start`,
  }),
  forms: {
    check: {
      fields: eligibilityFields,
      act: ({ body }, one) => {
        const refusals = eligibilityRefusals(body, one.pot.policy);
        return Promise.resolve(
          refusals.length > 0 ? { problems: asProblems(refusals) } : { goTo: `${addressOf(one)}/start?can=yes` },
        );
      },
    },
  },
});

// Of two that press the button, or of one that presses it twice, there is one draft.
const startNamespace = '0d0c7a65-2b1e-4f7c-8f0e-7b8e0b6b5d12';

/** Where somebody begins: what becomes of what they tell us; then a draft for their group, or an account for a new one. */
const beginPage = definePage<Beginning>({
  address: '/o/:org/pots/:pot/start',
  for: 'anyone',
  words,
  load: loadBeginning,
  show: (one) =>
    takingOf(one.pot) !== 'open'
      ? { goTo: addressOf(one) }
      : {
          template: 'public/begin.njk',
          look: one.published.look,
          title: words.begin.title,
          caption: one.pot.name,
          back: backToPot(one),
          caps: capsOf(one),
          privacy: words.begin.privacyText(one.published.name),
          privacyHref: privacyAddress(one.published.slug),
          reach: reachOf(one.published),
          isKnown: one.groups.length > 0,
          signIn: `/sign-in?next=${encodeURIComponent(`${addressOf(one)}/start`)}`,
        },
  forms: {
    start: {
      fields: ({ groups }) => ({
        group: {
          kind: 'choice',
          at: '/partyId',
          label: words.begin.for,
          options: groups.map(({ id, name }) => ({ value: id, words: name })),
        },
      }),
      initial: ({ groups }) => (groups.length === 1 ? { partyId: groups[0]?.id } : undefined),
      refusal: ({ groups }) => (groups.length === 0 ? refuse('PARTY_UNKNOWN', { field: '/partyId' }) : undefined),
      act: async ({ body, key }, { pot, groups }, { parts, asker }) => {
        const partyId = groups.find(({ id }) => id === body['partyId'])?.id;
        if (partyId === undefined)
          return { problems: [{ pointer: '/partyId', code: 'FIELD_MISSING', detail: words.begin.for }] };
        const answer = await createDraft(parts.door.db, asker, {
          id: idFromName(`${asker.personId}/${key}`, startNamespace),
          potId: pot.id,
          partyId,
        });
        if (answer.kind === 'refused') return { problem: refusalProblem(answer.refusal) };
        if (answer.kind !== 'draft') return { problem: doorProblem('NOT_FOUND') };
        return { goTo: saying(`/applications/${answer.draft.id}`, 'begun') };
      },
    },
    register: {
      fields: ({ pot }) => ({
        group: { kind: 'text', at: '/groupName', label: words.begin.group, hint: words.begin.groupHint },
        type: {
          kind: 'choice',
          at: '/organisationType',
          label: words.begin.type,
          options: pot.policy.eligibility.organisationTypes.map((value) => ({
            value,
            words: organisationWords[value],
          })),
        },
        person: { kind: 'text', at: '/personName', label: words.begin.person, autocomplete: 'name' },
        email: { kind: 'email', at: '/email', label: words.begin.email, autocomplete: 'email' },
        position: {
          kind: 'text',
          at: '/committeePosition',
          label: words.begin.position,
          hint: words.begin.positionHint,
        },
      }),
      act: async ({ body }, one, { parts, network }) => {
        const asked = { ...body, organisation: one.published.slug, potId: one.pot.id };
        const read = readAs<RegisterBody>(registerBody, asked);
        const wrong = 'errors' in read ? read.errors : [];
        if (wrong.length > 0)
          return {
            problems: wrong.map((problem) =>
              problem.pointer === '/email' && emailIn(body) !== ''
                ? { ...problem, detail: words.begin.malformed }
                : problem,
            ),
          };
        const { db, preparing } = parts.door;
        if ('data' in read) await register({ db, fingerprint: preparing.fingerprint, ip: network }, read.data);
        return { goTo: `${addressOf(one)}/sent` };
      },
    },
  },
});

const sentPage = definePage<OnePot>({
  address: '/o/:org/pots/:pot/sent',
  for: 'anyone',
  words,
  load: loadPot,
  show: (one) => ({
    template: 'public/sent.njk',
    look: one.published.look,
    title: words.sent.title,
    caption: one.pot.name,
    back: backToPot(one),
  }),
});

/** What anybody may see of an organisation's pots, and how an application begins. */
export const potPages: readonly Page[] = [
  startPage,
  organisationPage,
  privacyPage,
  potPage,
  eligibilityPage,
  beginPage,
  sentPage,
];
