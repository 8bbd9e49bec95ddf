import type { CroydonAward } from '../../src/cli/story/croydon';
import { dayFromNow } from '../../src/cli/story/stages';
import { formatPounds, pence } from '../../src/domain/money/money';
import type { Hands } from './hands';
import { followMail } from './mail';

const save = (person: Hands) => person.press('Save and continue');
const inPounds = (sum: number) => String(sum / 100);

/** Somebody who finds the pot from their first page, and begins an application for their group. */
export async function beginApplication(chair: Hands, pot: string): Promise<void> {
  await chair.follow('See what else you can apply for');
  await chair.follow(pot);
  await chair.press('Start');
  await chair.reads('What happens with what you tell us');
  await chair.press('Start');
  await chair.reads('Your application is begun.');
}

/** Answers every question of an application, one a page, checks the answers and sends them. @returns its reference */
export async function writeApplication(
  chair: Hands,
  wanted: CroydonAward,
  contacts: readonly { readonly name: string; readonly email: string }[],
  kind = 'A group or club with a constitution',
): Promise<void> {
  const { activity } = wanted;
  await chair.follow('Go on: What kind of organisation are you?');
  await chair.choose(kind);
  await save(chair);
  await chair.reads('What was your income last year?');
  await save(chair);
  await chair.choose('No');
  await save(chair);
  for (const [place, { name, email }] of contacts.entries()) {
    const contact = chair.part(`Contact ${String(place + 1)}`);
    await chair.fill('Full name', name, contact);
    await chair.fill('Email address', email, contact);
  }
  await save(chair);
  await chair.fill('What is the money for?', wanted.purpose);
  await save(chair);
  await chair.fill('What you will do', activity.description);
  await chair.fill('What can be counted', activity.output);
  await chair.fill('How many', String(activity.target));
  await chair.fill('Of what', activity.unit);
  await save(chair);
  await chair.fill('How many people will it help?', String(wanted.peopleHelped));
  await save(chair);
  await chair.fill('Area', 'Croydon');
  await save(chair);
  await chair.fillDay('First day', dayFromNow(60));
  await chair.fillDay('Last day', dayFromNow(200));
  await save(chair);
  await chair.fill('What you buy or pay for', 'What the work costs');
  await chair.fill('What it costs', inPounds(wanted.askedPence + 20_000));
  await chair.fill('What you ask us for', inPounds(wanted.askedPence));
  await chair.fill('Other money', '200');
  await save(chair);
  await chair.reads('Is anybody giving time or things for free?');
  await save(chair);
  await chair.choose('What we have told you is true');
  await chair.choose('Our committee knows of this application');
  await save(chair);
  await chair.reads(`from us ${formatPounds(pence(wanted.askedPence))}`);
  await chair.press('Send the application');
  await chair.reads('We have your application');
}

/** Goes from somebody's first page to what waits for them there. */
async function takeUp(person: Hands, reference: string, next: string): Promise<void> {
  await person.goTo('Home');
  await person.follow(new RegExp(`^${next} .*${reference}`));
}

/** Answers what the officer asked. */
export async function answerQuestion(chair: Hands, reference: string, answer: string): Promise<void> {
  await takeUp(chair, reference, 'Answer our question');
  await chair.fill('Your answer', answer);
  await chair.press('Send the answer');
  await chair.reads('Your answer is sent.');
}

/** The second contact, who needs no account, says by the link in their mail that it is them. */
export async function confirmSecondContact(contact: Hands, email: string): Promise<void> {
  await followMail(contact, email, 'Are you the second contact of');
  await contact.press('Yes, that is right');
  await contact.reads('You said that it is right.');
}

/** A member of the committee reads the agreement, and accepts it with their own name. */
export async function acceptOffer(member: Hands, reference: string, sum: string, name: string): Promise<void> {
  await takeUp(member, reference, 'Look at the offer');
  await member.fill('Your full name', name);
  await member.press(`Accept ${sum}`);
}

/** A file that somebody sends. */
export interface SentFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Somebody of the committee who has no account yet. */
export interface Newcomer {
  readonly name: string;
  readonly email: string;
}

/** Whoever has accepted asks somebody else of the committee to accept too. */
export async function inviteSignatory(chair: Hands, pot: string, { name, email }: Newcomer): Promise<void> {
  await chair.goTo('Home');
  await chair.follow(pot);
  await chair.press('Ask another member to accept');
  await chair.reads('These people act for your group, and can accept');
  await chair.fill('Their full name', name);
  await chair.fill('Their own email address', email);
  await chair.choose('They are on our committee');
  await chair.press('Send them the offer');
  await chair.reads('We have sent them an email with the offer.');
}

/** Where a group banks. */
export interface Account {
  readonly name: string;
  readonly sortCode: string;
  readonly number: string;
}

/** Says where the money goes. */
export async function giveBankDetails(chair: Hands, reference: string, account: Account): Promise<void> {
  await takeUp(chair, reference, 'Give your bank details');
  await chair.fill('Name on the account', account.name);
  await chair.fill('Sort code', account.sortCode);
  await chair.fill('Account number', account.number);
  await chair.press('Send the bank details');
  await chair.reads('We have your bank details.');
}

/** Sends what shows that a condition is met, and says so. */
export async function showCondition(chair: Hands, reference: string, file: SentFile): Promise<void> {
  await takeUp(chair, reference, 'See what we need');
  await chair.page.getByLabel('Choose a file').setInputFiles(file);
  await chair.press('Upload the file');
  await chair.reads('The file is here.');
  await chair.follow('It is done? Write to us');
  await chair.press('Send the message');
  await chair.reads('Your message is sent.');
}

/** What a group tells about how it went. */
export interface Told {
  readonly activity: string;
  readonly reached: number;
  /** Why they reached fewer than they had planned. */
  readonly comment?: string;
  /** What was spent, in pounds. */
  readonly spent: string;
}

/** Tells in five short pages how it went. */
export async function report(person: Hands, told: Told): Promise<void> {
  await person.follow('Go on: What you did');
  await person.fill(`${told.activity}: how many`, String(told.reached));
  if (told.comment !== undefined) await person.fill('Anything to say about it?', told.comment);
  await save(person);
  await person.fill('What changed for people?', 'People who had not been in touch with anybody came, and came back.');
  await save(person);
  await person.fill('What the work costs: what did you spend of our money?', told.spent);
  await save(person);
  await person.fill('What goes on now', 'We go on with what we have made.');
  await save(person);
  await person.fill('What did you learn?', 'Begin to tell people earlier.');
  await save(person);
  await person.reads('Photos show our funders what their money did.');
  await person.press('Continue');
  await person.reads('Is your report right?');
  await person.press('Send the report');
  await person.reads('Thank you. We have your report.');
}

/** Answers a question about the report: puts the spending right, writes the answer, and sends both. */
export async function answerAboutReport(chair: Hands, reference: string, spent: string): Promise<void> {
  await takeUp(chair, reference, 'Answer about your report');
  await chair.follow('What you spent');
  await chair.fill('What the work costs: what did you spend of our money?', spent);
  await chair.press('Save and come back later');
  await chair.fill('Your answer to our question', 'One line stood there twice. It is put right.');
  await chair.press('Save and check the report');
  await chair.reads('One line stood there twice.');
  await chair.press('Send the report');
  await chair.reads('Thank you. We have your report.');
}
