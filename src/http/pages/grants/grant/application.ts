import { dateInWords, isCalendarDate } from '../../../../domain/calendar/calendar';
import { answerLines } from '../../../../domain/application/question-answer';
import { pence, sumPence } from '../../../../domain/money/money';
import type { GrantData } from './data';
import { organisationWords } from '../../frame/policy-words';
import { grantWords } from '../words';
import { sum, sumsAlike } from '../../frame/sum';

const w = grantWords.application;
const day = (on: string | undefined): string => (on !== undefined && isCalendarDate(on) ? dateInWords(on) : (on ?? ''));

/** All that the group wrote, as its template has it: facts, tables, and the answers to the pot's own questions. */
export function applicationOf({ grant, found }: Pick<GrantData, 'grant' | 'found'>) {
  const { application } = grant;
  if (application === null) return undefined;
  const { budget = [], activities = [], contacts = [], answers = {}, declarations = [] } = application;
  const alike = sumsAlike(budget.flatMap((line) => [line.costPence, line.askedPence, line.otherPence]));
  const together = (of: 'costPence' | 'askedPence' | 'otherPence'): string =>
    alike(sumPence(budget.map((line) => pence(line[of] ?? 0))));
  const { policy } = found;
  const facts = [
    [w.purpose, application.purpose],
    [w.asked, sum(application.askedPence)],
    [w.peopleHelped, application.peopleHelped?.toString()],
    [w.area, application.area],
    [w.postcode, application.postcode],
    [
      w.dates,
      application.startsOn === undefined ? undefined : w.between(day(application.startsOn), day(application.endsOn)),
    ],
    [
      w.organisation,
      application.organisationType === undefined ? undefined : organisationWords[application.organisationType],
    ],
    [w.income, sum(application.organisationIncomePence)],
    [
      w.atRisk,
      application.childrenOrAdultsAtRisk === undefined ? undefined : application.childrenOrAdultsAtRisk ? w.yes : w.no,
    ],
    [w.giftsInKind, application.giftsInKind],
  ] as const;
  return {
    facts: facts.filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => ({ key, value })),
    activities: activities.map(({ description, output, target, unit }) => ({
      what: description ?? '',
      output: output ?? '',
      target: [target?.toString(), unit].filter((part) => part !== undefined).join(' '),
    })),
    budget: budget.map((line, index) => ({
      what: line.description ?? w.lineNumber(index + 1),
      cost: alike(line.costPence),
      asked: alike(line.askedPence),
      other: alike(line.otherPence),
    })),
    totals: { cost: together('costPence'), asked: together('askedPence'), other: together('otherPence') },
    contacts: contacts.map(({ name, email, phone, role }) => ({
      name: name ?? '',
      role: role ?? '',
      email: email ?? '',
      phone: phone ?? '',
    })),
    answers: (application.answers === undefined ? [] : policy.questions).map((question) => ({
      key: question.label,
      value: answerLines(question, answers[question.key]).join('\n') || w.empty,
    })),
    id: grant.id,
    hasFiles: policy.questions.some(({ kind, key }) => kind === 'file' && answers[key] !== undefined),
    declarations: policy.eligibility.declarations
      .filter(({ key }) => declarations.includes(key))
      .map(({ text }) => text),
  };
}
