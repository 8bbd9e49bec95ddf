import { dayFromNow } from '../../src/cli/story/stages';
import type { Hands } from './hands';

/** The officer calls the panel together. */
export async function planMeeting(officer: Hands, pot: string): Promise<void> {
  await officer.goTo('Meetings');
  await officer.press('Plan a meeting');
  await officer.choose(pot, officer.part('Which pot is it for?'));
  await officer.fillDay('Which day?', dayFromNow(1));
  await officer.pick('At what time?', '10am');
  await officer.fill('Where is it, or how do people join?', 'Town hall, Croydon');
  await officer.press('Plan the meeting and tell the panel');
  await officer.reads('The meeting is planned');
}

/** Begins to record it: who of the panel came, and who is in the chair. */
export async function recordWhoCame(officer: Hands, panel: readonly string[], chair: string): Promise<void> {
  await officer.press('Record the meeting');
  for (const member of panel) await officer.choose(member, officer.part('Which panel members are here?'));
  await officer.choose(chair, officer.part('Who is in the chair?'));
  await officer.press('Save who came');
  await officer.press('Go on to item 1');
}

/** What the panel decided about one application. */
export interface Decided {
  readonly item: number;
  readonly group: string;
  readonly sum: string;
  /** What must be done before anything is paid. */
  readonly condition?: string;
}

/** Writes down that the panel awards what was asked for. */
export async function recordAward(officer: Hands, { item, group, sum, condition }: Decided): Promise<void> {
  await officer.reads(`Item ${String(item)}: ${group}`);
  await officer.choose('Award', officer.part('What did the panel decide?'));
  if (condition !== undefined) {
    await officer.unfold('Conditions, or another first day');
    await officer.fill('What must be done first', condition);
  }
  await officer.press('See what this will do');
  await officer.reads(`${group} gets an email now.`);
  await officer.press(`Award ${sum} to ${group}`);
}

/** Ends the meeting, which makes its minute. */
export async function endMeeting(officer: Hands): Promise<void> {
  await officer.reads('Every item is decided.');
  await officer.press('End the meeting');
  await officer.reads('The meeting is over. This is its minute.');
}
