import {
  likenessesAtMost,
  type Likenesses,
  type OtherApplication,
} from '../../../../../db/queries/grants/grant-warnings';
import { dateInWords, londonDate } from '../../../../domain/calendar/calendar';
import { warningsOf, type Warning } from '../../../../domain/decision/grant-warnings';
import { formatPounds, pence } from '../../../../domain/money/money';
import { grantWords } from '../words';
import type { GrantData } from './data';
import { potBeforeOf } from './pot-before';

const w = grantWords.warnings;

/** A warning in words, with links to what it is about. */
export interface ShownWarning {
  readonly words: string;
  readonly links: readonly { readonly href: string | undefined; readonly words: string }[];
}

/** What a tired reader would miss of a grant. `open` opens a sealed bank account, where that is possible. */
export function warningsFor(
  data: GrantData,
  likenesses: Likenesses | undefined,
  open: (sealed: string) => string | undefined,
  mayReadGroups: boolean,
): readonly ShownWarning[] {
  const { around, grant, found } = data;
  if (around === undefined || grant.final) return [];
  const income = grant.application?.organisationIncomePence;
  const warnings = warningsOf({
    askedPence: pence(grant.askedPence ?? 0),
    incomePence: income === undefined ? undefined : pence(income),
    overdueReports: around.overdue.length,
    otherAwards: around.awards.map(({ decidedOn, awardedPence, cameBackPence }) => ({
      decidedOn,
      amountPence: pence(awardedPence),
      cameBackPence: pence(cameBackPence),
    })),
    today: londonDate(found.now),
    policy: found.policy,
    pot: potBeforeOf(data),
  });
  const late = around.overdue.map(({ id, reference }) => ({ href: `/grants/${id}`, words: reference ?? '' }));
  return [
    ...warnings.map((one) => ({ words: inWords(one), links: one.kind === 'report overdue' ? late : [] })),
    ...(likenesses === undefined ? [] : likeOthers(likenesses, open, mayReadGroups)),
  ];
}

function inWords(warning: Warning): string {
  switch (warning.kind) {
    case 'report overdue':
      return w.overdue(warning.count);
    case 'over income':
      return w.income(formatPounds(warning.incomePence));
    case 'over cap':
      return w.cap(
        formatPounds(warning.awardablePence),
        warning.moreFrom === undefined ? undefined : dateInWords(warning.moreFrom),
      );
    case 'over budget':
      return w.budget(formatPounds(warning.leftPence));
    case 'over cash':
      return w.cash(formatPounds(warning.shortPence));
  }
}

/**
 * Applications put together by their groups, in the order in which each group is first met: one of each, and how many others the same group
 * has. Where not all were looked up (`isCut`) nobody knows how many.
 */
export function byGroup(
  found: readonly OtherApplication[],
  { mayReadGroups, isCut }: { readonly mayReadGroups: boolean; readonly isCut: boolean },
): ShownWarning['links'] {
  const groups = [...new Set(found.map(({ partyId }) => partyId))];
  return groups.flatMap((partyId) => {
    const [first, ...others] = found.filter((one) => one.partyId === partyId);
    if (first === undefined) return [];
    const one = { href: `/grants/${first.id}`, words: w.other(first.reference, first.group) };
    if (others.length === 0) return [one];
    return [
      one,
      { href: mayReadGroups ? `/groups/${partyId}` : undefined, words: isCut ? w.more : w.others(others.length) },
    ];
  });
}

function likeOthers(
  { contacts, account, accounts }: Likenesses,
  open: (sealed: string) => string | undefined,
  mayReadGroups: boolean,
): readonly ShownWarning[] {
  const kinds = [
    ['e:', w.sameEmail],
    ['t:', w.samePhone],
    ['p:', w.samePostcode],
  ] as const;
  const said = kinds.flatMap(([kind, words]) => {
    const same = new Map(contacts.filter(({ key }) => key.startsWith(kind)).map((one) => [one.id, one]));
    if (same.size === 0) return [];
    return [
      { words, links: byGroup([...same.values()], { mayReadGroups, isCut: contacts.length >= likenessesAtMost }) },
    ];
  });
  if (account === null) return said;
  const own = open(account);
  if (own === undefined) return [{ words: w.unreadableAccount, links: [] }, ...said];
  const others = accounts.map(({ sealed, ...other }) => ({ ...other, numbers: open(sealed) }));
  const unknown = others.some(({ numbers }) => numbers === undefined) ? [{ words: w.unreadableOthers, links: [] }] : [];
  const sharing = new Map(
    others.filter(({ numbers }) => numbers === own).map(({ partyId, group }) => [partyId, group] as const),
  );
  if (sharing.size === 0) return [...unknown, ...said];
  const links = [...sharing].map(([id, group]) => ({
    href: mayReadGroups ? `/groups/${id}` : undefined,
    words: group,
  }));
  return [{ words: w.sameAccount, links }, ...unknown, ...said];
}
