import type { Actor, Inbox } from '../support/inbox';
import { withPanel, type Application, type ApplicationFacts } from './application';
import type { Organisation } from './organisation';

type Sending = Pick<Inbox, 'done' | 'db' | 'look'>;

/** A meeting of the pot's panel that is going on; the first of those who sit is in the chair. */
export async function aMeeting(
  inbox: Pick<Inbox, 'done' | 'look'>,
  { officer }: Organisation,
  potId: string,
  sitting: readonly Actor[],
): Promise<string> {
  const [clock] = await inbox.look<{ now: Date }>('select app.now() as now');
  const meeting = await inbox.done(officer, 'planMeeting', null, {
    potId,
    startsAt: clock!.now.toISOString(),
    online: true,
  });
  await inbox.done(officer, 'recordAttendance', meeting.subjectId, {
    chairId: sitting[0]!.personId,
    personIds: sitting.map(({ personId }) => personId),
  });
  return meeting.subjectId;
}

/** What is decided of an application; without an outcome, an award of all that was asked for, or of less where a smaller sum is given. */
export interface AwardFacts extends ApplicationFacts {
  readonly awardedPence?: number;
  readonly conditions?: readonly { readonly wording: string; readonly dueWithin?: string }[];
}

/** A grant that was offered to its group. */
export interface Award extends Application {
  readonly meetingId: string;
  readonly decisionId: string;
}

/** An award by three members of the panel in a meeting, of whom none is connected to the group. */
export async function anAward(inbox: Sending, facts: AwardFacts): Promise<Award> {
  const { organisation, potId, askedPence, awardedPence = askedPence, conditions = [] } = facts;
  const application = await withPanel(inbox, facts);
  const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
  const less = awardedPence < askedPence ? 'award_less' : 'award';
  const decided = await inbox.done(organisation.officer, 'decide', application.grantId, {
    meetingId,
    outcome: conditions.length > 0 ? 'award_with_conditions' : less,
    amountPence: awardedPence,
    ...(conditions.length > 0 ? { conditions } : {}),
  });
  return { ...application, meetingId, decisionId: String(decided.result?.['decisionId']) };
}
