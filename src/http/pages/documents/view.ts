import type { FileListed } from '../../../../db/queries/files';
import type { GrantDocuments } from '../../../../db/queries/grants/grant-documents';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { filePurposes } from '../../../domain/files/files';
import type { CheckKind, Policy } from '../../../domain/policy/policy';
import type { Told } from '../../api/read-route';
import type { grantAnswer } from '../../schemas/reads/grants/grant';
import { filesView } from '../files/view';
import { fileWords } from '../files/words';
import { checkWords } from '../frame/policy-words';
import { documentWords as w } from './words';

const moment = (at: string): string => instantInWords(at as Instant);

/** A grant with all that there is on paper about it. */
export interface Documented {
  readonly grant: Told<typeof grantAnswer>;
  readonly policy: Policy;
  readonly files: readonly FileListed[];
  readonly documents: GrantDocuments;
  /** Whether whoever looks is told of letters by email. */
  readonly readsLetters: boolean;
}

/** Where a reader is led from the list: the group and staff have pages of their own. */
export interface Places {
  readonly application: string;
  readonly report: string;
  /** Whether they read the letters to the group. */
  readonly hasLetters: boolean;
}

/** The letter on paper about what was decided, where there is one. */
function letterOf({ id, stage, award, decisions }: Documented['grant']) {
  const decided = decisions.at(-1);
  const name = stage === 'refused' ? 'refusal-letter' : award === null ? undefined : 'offer-letter';
  return name === undefined || decided === undefined
    ? []
    : [
        {
          title: w.paper[name],
          links: [{ words: w.paperLook, href: `/grants/${id}/${name}.pdf` }],
          lines: [w.paperOf(moment(decided.decidedAt))],
        },
      ];
}

/** The page's parts: application, agreement, report, letters, then the files by what they are for. */
export function documentsView({ grant, policy, files, documents, readsLetters }: Documented, places: Places) {
  const { submittedBy, signed, offeredAt, offeredBy, hasAgreement, letters } = documents;
  const { report } = grant;
  return {
    papers: [
      {
        title: w.application,
        links: grant.submittedAt === null ? [] : [{ words: w.applicationLook, href: places.application }],
        lines:
          submittedBy === null
            ? [w.applicationNotSent]
            : [w.applicationSent(submittedBy.name ?? w.theGroup, moment(submittedBy.at))],
      },
      ...(hasAgreement && offeredAt !== null
        ? [
            {
              title: w.agreement,
              links: [{ words: w.agreementLook, href: `/grants/${grant.id}/agreement.pdf` }],
              lines: [
                w.agreementOffered(offeredBy ?? '', moment(offeredAt)),
                ...signed.map(({ name, at }) => w.agreementSigned(name ?? w.theGroup, moment(at))),
                ...(signed.length === 0 ? [w.agreementWaits] : []),
              ],
            },
          ]
        : []),
      ...(places.hasLetters ? letterOf(grant) : []),
      ...(report?.submittedAt == null
        ? []
        : [
            {
              title: w.report,
              links: [{ words: w.reportLook, href: places.report }],
              lines: [w.reportSent(report.submittedBy?.name ?? w.theGroup, moment(report.submittedAt))],
            },
          ]),
    ],
    readsLetters,
    letters: letters.map(({ template, sentAt, to }) => ({
      words: w.letterNames[template] ?? '',
      line: w.letterTo(moment(sentAt), to.join(', ')),
    })),
    kinds: filePurposes
      .map((purpose) => ({
        id: purpose,
        title: fileWords.purposes[purpose],
        groups: byAbout(
          files.filter((one) => one.purpose === purpose),
          (about) => aboutInWords({ grant, policy }, purpose, about),
        ),
      }))
      .filter(({ groups }) => groups.length > 0),
  };
}

/** Files by what they are about, in the order in which the first of each came. */
function byAbout(files: readonly FileListed[], inWords: (about: string | null) => string) {
  const abouts = [...new Set(files.map(({ about }) => about))];
  return abouts.map((about) => ({
    title: inWords(about),
    files: filesView(files.filter((one) => one.about === about)),
  }));
}

function aboutInWords(
  { grant, policy }: Pick<Documented, 'grant' | 'policy'>,
  purpose: FileListed['purpose'],
  about: string | null,
): string {
  if (about === null) return '';
  if (purpose === 'check') return checkWords[about as CheckKind];
  if (purpose === 'answer') return policy.questions.find(({ key }) => key === about)?.label ?? '';
  const condition = grant.conditions.find(({ id }) => id === about);
  return condition === undefined ? '' : w.about.condition(condition.number, condition.wording ?? '');
}
