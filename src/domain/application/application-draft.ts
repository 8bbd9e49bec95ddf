/** An application while it is being written: anything may still be missing. Submitting it fills no gap, it names them all. */
import type { Activity, ApplicationContent, BudgetLine, Contact } from './application';
import { applicationRefusals } from './application-refusals';
import type { CalendarDate } from '../calendar/calendar';
import { pence } from '../money/money';
import type { OrganisationType, Policy } from '../policy/policy';
import { type FilesByQuestion, withFileNames } from './question-answer';
import { type Refusal, refuse } from '../refusals/refusal';

/** A part of a draft's list, such as a budget line, with what is not yet filled in left out. */
type Unfinished<Line> = { readonly [Field in keyof Line]?: Line[Field] | undefined };

/** What a draft holds. Sums are whole pence, days are `YYYY-MM-DD`; nothing else is known of them yet. */
export interface ApplicationDraft {
  readonly askedPence?: number | undefined;
  readonly purpose?: string | undefined;
  readonly activities?: readonly Unfinished<Activity>[] | undefined;
  readonly peopleHelped?: number | undefined;
  readonly area?: string | undefined;
  readonly postcode?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly budget?:
    | readonly {
        readonly description?: string | undefined;
        readonly costPence?: number | undefined;
        readonly askedPence?: number | undefined;
        readonly otherPence?: number | undefined;
      }[]
    | undefined;
  readonly giftsInKind?: string | undefined;
  readonly contacts?: readonly Unfinished<Contact>[] | undefined;
  readonly organisationType?: OrganisationType | undefined;
  readonly organisationIncomePence?: number | undefined;
  readonly childrenOrAdultsAtRisk?: boolean | undefined;
  readonly answers?: Readonly<Record<string, string>> | undefined;
  readonly declarations?: readonly string[] | undefined;
}

const activity = (line: Unfinished<Activity>): Activity => ({
  description: line.description ?? '',
  output: line.output ?? '',
  target: line.target ?? 0,
  unit: line.unit ?? '',
});

const budgetLine = (line: NonNullable<ApplicationDraft['budget']>[number]): BudgetLine => ({
  description: line.description ?? '',
  costPence: pence(line.costPence ?? 0),
  askedPence: pence(line.askedPence ?? 0),
  otherPence: pence(line.otherPence ?? 0),
});

const contact = ({ name, email, phone, role }: Unfinished<Contact>): Contact => ({
  name: name ?? '',
  email: email ?? '',
  ...(phone === undefined ? {} : { phone }),
  ...(role === undefined ? {} : { role }),
});

/** A draft with its gaps left blank, so that the rules of an application point at each. */
function withBlanks(draft: ApplicationDraft): ApplicationContent {
  const { postcode, giftsInKind, organisationIncomePence } = draft;
  return {
    askedPence: pence(draft.askedPence ?? 0),
    purpose: draft.purpose ?? '',
    activities: (draft.activities ?? []).map(activity),
    peopleHelped: draft.peopleHelped ?? 0,
    area: draft.area ?? '',
    ...(postcode === undefined ? {} : { postcode }),
    startsOn: (draft.startsOn ?? '') as CalendarDate,
    endsOn: (draft.endsOn ?? '') as CalendarDate,
    budget: (draft.budget ?? []).map(budgetLine),
    ...(giftsInKind === undefined ? {} : { giftsInKind }),
    contacts: (draft.contacts ?? []).map(contact),
    organisationType: draft.organisationType ?? 'other_non_profit',
    ...(organisationIncomePence === undefined ? {} : { organisationIncomePence: pence(organisationIncomePence) }),
    childrenOrAdultsAtRisk: draft.childrenOrAdultsAtRisk ?? false,
    answers: draft.answers ?? {},
    declarations: draft.declarations ?? [],
  };
}

/** A gap that the rules of an application would call wrong, and what it is called instead. */
const gaps = {
  organisationType: 'ORGANISATION_TYPE_MISSING',
  startsOn: 'DATE_MISSING',
  endsOn: 'DATE_MISSING',
  childrenOrAdultsAtRisk: 'RISK_NOT_ANSWERED',
} as const;

/**
 * The application that a draft, with the files that answer its questions, makes when it is submitted on a day (in London), and everything that keeps it from being one:
 * ORGANISATION_TYPE_MISSING, DATE_MISSING, RISK_NOT_ANSWERED and those of `applicationRefusals`, each with a pointer into the
 * draft's content.
 */
export function completed(
  draft: ApplicationDraft,
  policy: Policy,
  { submittedOn, files = {} }: { readonly submittedOn: CalendarDate; readonly files?: FilesByQuestion },
): { readonly content: ApplicationContent; readonly refusals: readonly Refusal[] } {
  const blank = withBlanks(draft);
  const content = { ...blank, answers: withFileNames(blank.answers, policy, files) };
  const missing = (Object.keys(gaps) as (keyof typeof gaps)[]).filter(
    (name) => draft[name] === undefined || draft[name] === '',
  );
  const gapsAt = new Set(missing.map((name) => `/${name}`));
  return {
    content,
    refusals: [
      ...applicationRefusals(content, policy, { submittedOn }).filter(({ field }) => !gapsAt.has(field ?? '')),
      ...missing.map((name) => refuse(gaps[name], { field: `/${name}` })),
    ],
  };
}
