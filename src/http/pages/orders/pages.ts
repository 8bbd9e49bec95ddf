import type { Asker } from '../../../../db/queries/asker';
import { findOrganisation, type Look } from '../../../../db/queries/look';
import { findOrderLink, type OrderLink } from '../../../../db/queries/purchases/order-links';
import { readLinkToken, type LinkSubject } from '../../../contracts/link-token';
import { filesView } from '../files/view';
import { definePage, type Page, type PageContext } from '../frame/page';
import { purchaseForms } from '../purchases/forms';
import { lookAtPurchase, type PurchaseLooked } from '../purchases/load';
import { purchaseView, stepsOf } from '../purchases/views';
import { purchaseWords as words } from '../purchases/words';

interface LinkLooked extends PurchaseLooked {
  readonly link: OrderLink;
}

/** What the token of the address is about; undefined for one that nobody here has made. */
const subjectOf = ({ parts, params }: PageContext): LinkSubject | undefined =>
  readLinkToken(parts.door.preparing.isFingerprintOf, 'order', params['token'] ?? '');

/** The one order that a link in a mail opens, as the provider's person whom the mail went to. Looking changes nothing: programs that check mail look too. */
async function lookByLink(context: PageContext): Promise<LinkLooked | undefined> {
  const subject = subjectOf(context);
  const link = subject === undefined ? undefined : await findOrderLink(context.parts.reading.db, subject);
  if (subject === undefined || link === undefined) return undefined;
  // Whatever else they may do, the link is for this order of this provider alone.
  const provider = { name: 'provider', potId: null, partyId: link.providerId, ownLimitPence: null } as const;
  const asker: Asker = { tenantId: subject.tenantId, personId: link.personId, roles: [provider] };
  const looked = await lookAtPurchase(context, asker, link.purchaseId);
  return looked === undefined ? undefined : { ...looked, link };
}

/** The page behind the link in a mail about an order; and what is shown once the link is over. */
export const orderLinkPages: readonly Page[] = [
  definePage<LinkLooked>({
    address: '/orders/:token',
    for: 'anyone',
    words,
    load: lookByLink,
    show: (looked) => ({
      template: 'purchases/one.njk',
      look: looked.link.organisation,
      caption: words.link.lead(looked.link.organisation.name),
      own: words.link.own,
      hideSignIn: true,
      ...purchaseView(looked),
      // The link opens this page and no other, so the files are named here and opened nowhere.
      invoices: filesView(looked.invoices).map((one) => ({ ...one, href: undefined })),
      ...stepsOf(looked),
    }),
    forms: purchaseForms<LinkLooked>({ address: (_data, { path }) => path, isLink: true }),
  }),
  definePage<{ readonly look: Look | undefined }>({
    address: '/orders/:token',
    for: 'anyone',
    words,
    load: async (context) => {
      const subject = subjectOf(context);
      return { look: subject && (await findOrganisation(context.parts.reading.db, subject)) };
    },
    show: ({ look }) => ({ template: 'orders/over.njk', look, title: words.link.overTitle }),
  }),
];
