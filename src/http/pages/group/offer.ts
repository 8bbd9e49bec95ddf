import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { formatPounds } from '../../../domain/money/money';
import { refuse } from '../../../domain/refusals/refusal';
import { agreementOf, agreementPdf, type AgreementShown } from '../../documents/agreement';
import { activityFields, budgetFields, budgetSums } from '../applications/sections';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Acted, type Page, type PageContext } from '../frame/page';
import { sum } from '../frame/sum';
import { whenInWords } from '../frame/when';
import { backToGrant } from './back';
import { listOthers, loadGrant, standingOf, type GroupGrant } from './grant-data';
import { groupWords as words } from './words';

const mine = ['applicant', 'budget_holder'] as const;

interface Offer extends GroupGrant {
  readonly agreement: AgreementShown | undefined;
}

/** A grant with its agreement; undefined where nothing was awarded. */
async function loadOffer(context: PageContext): Promise<Offer | undefined> {
  const grant = await loadGrant(context);
  if (grant?.award == null) return undefined;
  return { ...grant, agreement: await agreementOf(context.parts.reading.db, context.asker, grant.id) };
}

interface OfferToAccept extends Offer {
  /** Who else of the group may accept, by name. */
  readonly others: readonly string[];
}

const awarded = ({ award }: GroupGrant): string => sum(award?.awardedPence ?? 0);
const acceptBy = ({ dates }: GroupGrant): Instant | undefined =>
  dates.find(({ name }) => name === 'offer')?.at as Instant | undefined;

const acceptForm = commandForm<OfferToAccept>({
  command: 'acceptOffer',
  fields: (_offer, { visitor }) => ({
    signature: {
      kind: 'text',
      at: '/signature',
      label: words.offer.signature,
      hint: words.offer.signatureHint(visitor?.name ?? ''),
      width: 30,
      autocomplete: 'name',
    },
  }),
  standing: standingOf,
  refusal: ({ acceptances, mayAccept }, { asker }) => {
    if (acceptances.some(({ person }) => person?.id === asker.personId))
      return refuse('ALREADY_SIGNED', { facts: { signed: acceptances.length } });
    return mayAccept === false ? refuse('NOT_ON_COMMITTEE') : undefined;
  },
  // What is signed is what was shown: another text than that is shown first.
  seen: {
    mark: ({ agreement }) => agreement?.hash ?? '',
    since: ({ agreement }, mark) => (agreement?.hash === mark ? [] : [words.offer.changed]),
  },
  body: (body, { agreement }) => ({ signature: '', ...body, agreementHash: agreement?.hash }),
  done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'accepted'),
});

/** What came of signing. Whose name is wanted is said by the page alone, since no refusal on the record holds a name. */
function namedIn(acted: Acted, { visitor }: PageContext): Acted {
  if (!('problem' in acted) || acted.problem.code !== 'SIGNATURE_NOT_YOURS') return acted;
  const detail = words.offer.notYours(visitor?.name ?? '');
  return { problems: [{ pointer: '/signature', code: acted.problem.code, detail }] };
}

/** The offer: the whole agreement, and the signature under it. */
const offerPage = definePage<OfferToAccept>({
  address: '/grants/:id/offer',
  for: mine,
  words,
  load: async (context) => {
    const offer = await loadOffer(context);
    if (offer === undefined) return undefined;
    const others = await listOthers(context, offer);
    return { ...offer, others };
  },
  show: (offer, { asker }) => {
    if (offer.stage !== 'offered') return { goTo: `/grants/${offer.id}` };
    if (offer.award?.needsNewBudget === true) return { goTo: `/grants/${offer.id}/budget` };
    const by = acceptBy(offer);
    const hasSigned = offer.acceptances.some(({ person }) => person?.id === asker.personId);
    return {
      template: 'group/offer.njk',
      title: words.offer.title(awarded(offer)),
      back: backToGrant(offer),
      id: offer.id,
      by: by === undefined ? undefined : words.offer.by(whenInWords(by, offer.now)),
      needs: words.offer.needs(offer.award?.signatoriesNeeded ?? 1),
      signed: offer.acceptances.map(({ person, acceptedAt }) =>
        words.offer.signed(person?.name ?? '', instantInWords(acceptedAt as Instant)),
      ),
      hasSigned,
      agreement: offer.agreement,
      signText: words.offer.signText(offer.party.name),
      accept: words.offer.accept(awarded(offer)),
      others: offer.others.length === 0 ? undefined : words.offer.invite.others(offer.others.join(', ')),
      needsAnother: offer.acceptances.length + (hasSigned ? 0 : 1) < (offer.award?.signatoriesNeeded ?? 1),
    };
  },
  forms: {
    accept: { ...acceptForm, act: async (...sent) => namedIn(await acceptForm.act(...sent), sent[2]) },
    invite: commandForm<OfferToAccept>({
      command: 'inviteSignatory',
      fields: {
        name: { kind: 'text', at: '/name', label: words.offer.invite.name, width: 30 },
        email: { kind: 'email', at: '/email', label: words.offer.invite.email },
        position: { kind: 'text', at: '/position', label: words.offer.invite.position, width: 20 },
        unrelated: { kind: 'tick', at: '/unrelated', label: words.offer.invite.unrelated },
      },
      standing: standingOf,
      done: ({ subjectId }) => saying(`/grants/${subjectId}/offer`, 'invited'),
    }),
  },
});

const declinePage = definePage<GroupGrant>({
  address: '/grants/:id/decline',
  for: mine,
  words,
  load: loadGrant,
  show: (grant) => ({
    template: 'group/one-action.njk',
    title: words.decline.title(awarded(grant)),
    back: backToGrant(grant),
    texts: [words.decline.text],
    action: { words: words.decline.send(awarded(grant)), kind: 'warning' },
  }),
  forms: {
    send: commandForm<GroupGrant>({
      command: 'declineOffer',
      fields: { reason: { kind: 'longText', at: '/reason', label: words.decline.reason, rows: 3 } },
      standing: standingOf,
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'declined'),
    }),
  },
});

/** What the group will do for less than it asked for: its own plan and budget, to be changed. */
const budgetPage = definePage<GroupGrant>({
  address: '/grants/:id/budget',
  for: mine,
  words,
  load: loadGrant,
  show: (grant) => {
    if (grant.award?.needsNewBudget !== true) return { goTo: `/grants/${grant.id}` };
    const asked = sum(grant.askedPence ?? 0);
    const by = acceptBy(grant);
    return {
      template: 'group/budget.njk',
      title: words.budget.title(awarded(grant)),
      back: backToGrant(grant),
      lead: words.budget.lead(awarded(grant), asked),
      by: by === undefined ? undefined : words.offer.by(whenInWords(by, grant.now)),
      action: words.budget.send,
    };
  },
  forms: {
    send: commandForm<GroupGrant>({
      command: 'agreeBudget',
      fields: {
        ...activityFields,
        people: { kind: 'count', at: '/peopleHelped', label: words.budget.people },
        ...budgetFields,
      },
      initial: ({ application }) => application,
      standing: standingOf,
      refusal: ({ award }) => (award?.needsNewBudget === true ? undefined : refuse('BUDGET_AGREED_ALREADY')),
      body: ({ activities = [], budget = [], ...body }) => ({
        ...body,
        activities: (activities as readonly object[]).map((line) => ({
          description: '',
          output: '',
          target: 0,
          unit: '',
          ...line,
        })),
        budget: (budget as readonly object[]).map((line) => ({
          description: '',
          costPence: 0,
          askedPence: 0,
          otherPence: 0,
          ...line,
        })),
      }),
      preview: ({ button, body }, grant) =>
        button === 'sums'
          ? { preview: { sums: formatPounds(budgetSums(body['budget'] as never).askedPence), wanted: awarded(grant) } }
          : undefined,
      done: ({ subjectId }) => saying(`/grants/${subjectId}/offer`, 'agreed'),
    }),
  },
});

/** The agreement as it is offered or was signed, to be read. */
const agreementPage = definePage<Offer>({
  address: '/grants/:id/agreement',
  for: mine,
  words,
  load: async (context) => {
    const offer = await loadOffer(context);
    return offer?.agreement === undefined ? undefined : offer;
  },
  show: (offer) => ({
    template: 'group/agreement.njk',
    title: offer.agreement?.document.title ?? words.agreement.title,
    back: backToGrant(offer),
    id: offer.id,
    agreement: offer.agreement,
    signed: offer.acceptances.map(({ person, acceptedAt }) =>
      words.offer.signed(person?.name ?? '', instantInWords(acceptedAt as Instant)),
    ),
    fingerprint: words.offer.fingerprint(offer.agreement?.hash ?? ''),
  }),
});

/** The same to keep. */
const agreementFile = definePage<Awaited<ReturnType<typeof agreementPdf>>>({
  address: '/grants/:id/agreement.pdf',
  for: mine,
  words,
  load: async (context) => {
    const grant = await loadGrant(context);
    return grant === undefined ? undefined : agreementPdf(context.parts.reading.db, context.asker, grant.id);
  },
  show: (download) => ({
    file: { name: download?.fileName ?? '', type: download?.mediaType ?? '', content: download?.content ?? '' },
  }),
});

/** The pages from the offer to its acceptance. */
export const offerPages: readonly Page[] = [offerPage, declinePage, budgetPage, agreementPage, agreementFile];
