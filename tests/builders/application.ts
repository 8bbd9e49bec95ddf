import type { ApplicationDraft } from '../../src/domain/application/application-draft';
import type { CheckKind } from '../../src/domain/policy/policy';
import { createDraft, saveDraft, type Draft, type DraftAnswer } from '../../src/commands/application/draft';
import type { Actor, Inbox } from '../support/inbox';
import type { Organisation } from './organisation';

type Sending = Pick<Inbox, 'done' | 'db' | 'look'>;

/** Whose application it is: a group, or a budget holder's employer. */
export interface Applying {
  readonly partyId: string;
  readonly applicant: Actor;
}

/** What an application is about. What is left out of `content` is as {@link content} has it. */
export interface ApplicationFacts {
  readonly organisation: Organisation;
  readonly potId: string;
  readonly group: Applying;
  readonly askedPence: number;
  readonly content?: ApplicationDraft;
  readonly followsId?: string;
}

/** An application as tests go on with it: its id is the grant's from the first draft to the end. */
export interface Application extends ApplicationFacts {
  readonly grantId: string;
}

/** A complete application for a sum, on one budget line. It begins so late that no decision of a test comes after. */
export function content(askedPence: number): ApplicationDraft {
  return {
    askedPence,
    purpose: 'Business and enterprise sessions for ex-offenders and people at risk of offending',
    activities: [{ description: 'Enterprise sessions', output: 'sessions held', target: 12, unit: 'sessions' }],
    peopleHelped: 18,
    area: 'Croydon',
    startsOn: '2031-01-06',
    endsOn: '2031-06-30',
    budget: [{ description: 'Tutors', costPence: askedPence, askedPence, otherPence: 0 }],
    contacts: [
      { name: 'Ada Brown', email: 'ada@example.org' },
      { name: 'Ben Clarke', email: 'ben@example.org' },
    ],
    organisationType: 'unincorporated_association',
    childrenOrAdultsAtRisk: false,
    answers: {},
    declarations: [],
  };
}

/** A draft of the group's own, complete and saved once. */
export async function anApplication(inbox: Sending, facts: ApplicationFacts): Promise<Application> {
  const { potId, group, followsId } = facts;
  const begun = theDraft(
    await createDraft(inbox.db, group.applicant, {
      potId,
      partyId: group.partyId,
      ...(followsId === undefined ? {} : { followsId }),
    }),
  );
  const whole = { ...content(facts.askedPence), ...facts.content };
  theDraft(await saveDraft(inbox.db, group.applicant, begun.id, begun.version, whole));
  return { ...facts, grantId: begun.id };
}

/** An application that the group has submitted. */
export async function submitted(inbox: Sending, facts: ApplicationFacts): Promise<Application> {
  const application = await anApplication(inbox, facts);
  await inbox.done(facts.group.applicant, 'submitApplication', application.grantId);
  return application;
}

/** An application that the organisation's officer has taken up. */
export async function inChecking(inbox: Sending, facts: ApplicationFacts): Promise<Application> {
  const application = await submitted(inbox, facts);
  await inbox.done(facts.organisation.officer, 'startChecking', application.grantId);
  return application;
}

/** An application with all that its policy wants checked, ready to be decided. */
export async function withPanel(inbox: Sending, facts: ApplicationFacts): Promise<Application> {
  const application = await inChecking(inbox, facts);
  const wanted = await inbox.look<{ kind: CheckKind; today: string }>(
    `select jsonb_array_elements(y.body -> 'checks') ->> 'kind' as kind, (app.now() at time zone 'Europe/London')::date::text as today
     from pot p join policy y on y.tenant_id = p.tenant_id and y.pot_id = p.id and y.version = p.policy_version where p.id = $1`,
    [facts.potId],
  );
  for (const { kind, today } of wanted) {
    const seen = { kind, passed: true, seenOn: today };
    await inbox.done(facts.organisation.officer, 'recordCheck', application.grantId, seen);
  }
  await inbox.done(facts.organisation.officer, 'passToPanel', application.grantId);
  return application;
}

/** The draft of an answer. @throws Error for any other answer */
export function theDraft(answer: DraftAnswer): Draft {
  if (answer.kind !== 'draft') throw new Error(`there is no draft: ${JSON.stringify(answer)}`);
  return answer.draft;
}
