import type { Hands } from './hands';

/** Goes from the list of what waits to one thing on it. */
export async function takeFromWork(officer: Hands, what: string, reference: string): Promise<void> {
  await officer.goTo(/^My work/);
  await officer.followIn([reference, what], what);
}

/** Begins to look after an application. */
export async function startChecking(officer: Hands, reference: string): Promise<void> {
  await takeFromWork(officer, 'Check the application', reference);
  await officer.press('Start checking it');
  await officer.reads('You look after this application now.');
}

/** Has seen the group's papers, and passes its application to the panel, which one person may not decide for. */
export async function checkAndPassOn(officer: Hands): Promise<void> {
  await officer.follow('Record the checks');
  for (const check of [
    'Governing document',
    'Three unrelated committee members',
    'Two unrelated signatories',
    'Recent bank statement',
    'Last accounts',
  ])
    await officer.choose('Passed', officer.part(check));
  await officer.press('Save the checks');
  await officer.reads('The checks are saved.');
  await officer.press('Pass it to the panel');
  await officer.reads('It is with the panel now.');
}

/** Asks the group about its application. */
export async function askQuestion(officer: Hands, question: string): Promise<void> {
  await officer.follow('Ask the group a question');
  await officer.fill('Your question', question);
  await officer.press('Send the question');
  await officer.reads('Your question is sent.');
}

/** Looks at what the group sent for a condition, and says that it is met. */
export async function settleCondition(officer: Hands, reference: string, file: string): Promise<void> {
  await takeFromWork(officer, 'Look at what came for a condition', reference);
  await officer.press('Say that a condition is met');
  await officer.follow('Say whether it is met');
  await officer.reads(file);
  await officer.press('It is met');
  await officer.reads('The condition is met.');
}

/** Looks at a provider's invoice, and lets it be paid. */
export async function matchInvoice(officer: Hands, reference: string, price: string): Promise<void> {
  await takeFromWork(officer, 'Match the invoice', reference);
  await officer.press(`Match the invoice and pay £${price}`);
  await officer.reads('The invoice is matched.');
}

/** Asks about a report before accepting it. */
export async function askAboutReport(officer: Hands, reference: string, question: string): Promise<void> {
  await takeFromWork(officer, 'Read the report', reference);
  await officer.press('Read the report');
  await officer.unfold('Ask about it instead');
  await officer.fill('Your question about the report', question);
  await officer.press('Send the question');
  await officer.reads('Your question about the report is sent.');
}

/** Reads a group's report and accepts it: all of the money was used, so the grant closes. */
export async function acceptReport(officer: Hands, reference: string, spent: string): Promise<void> {
  await takeFromWork(officer, 'Read the report', reference);
  await officer.press('Read the report');
  await officer.press(`Accept the report of ${spent} spent`);
  await officer.reads('The report is accepted.');
}
