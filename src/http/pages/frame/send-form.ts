import { noteOperation } from '../../noted';
import { pageForm, receiveForm } from '../../uploads';
import { readForm, withoutEmptyLines } from '../form/read-form';
import { afterLineButton } from '../form/show-form';
import { typedText, type Typed } from '../form/typed';
import { answerStatus } from './answer';
import { cameFrom } from './came-from';
import { forgetTaken, keepUntil, openTooLong } from './keep-form';
import { load, type OnPage } from './on-page';
import type { Acted, Form } from './page';
import { changesSince, complaintOf, fieldsOf, type Refused, textsOf } from './page-forms';
import { hasShownItself } from './show-itself';
import { showAnew, showPage } from './show-page';
import { frameWords } from './words';

/** A form that was sent, as it was typed. */
interface SentForm {
  readonly name: string;
  readonly form: Form<never>;
  readonly sent: Typed;
}

/** What became of a form that was sent: answered, or that this page has no such form, or nothing that it could be about. */
export type Taken = 'answered' | 'no such form' | 'nothing there';

/** Takes a form of a page that was sent, and answers: with where it leads, or with the page and what is wrong. */
export async function takeForm(on: OnPage): Promise<Taken> {
  const { page, visit } = on;
  if (!(await readFile(on))) return 'answered';
  const sent = textsOf(visit.request.body);
  const name = typedText(sent, '_form');
  const form = page.forms?.[name];
  if (form === undefined) return 'no such form';
  noteOperation(visit.request, page.address);
  const from = await cameFrom(visit, page);
  if (from === 'unknown') await answerStatus(visit, 403, frameWords.formTooOld);
  if (from === 'somebody else') await answerStatus(visit, 403, frameWords.formOfAnother);
  if (from === 'elsewhere') await keepUntil(visit, page, '/sign-in/choose');
  if (from !== 'here' && from !== 'too old') return 'answered';
  const loaded = await load(on);
  if (loaded === 'nothing there') return 'nothing there';
  if (from === 'too old') await showPage(on, loaded.data, 403, openTooLong(on, name, form, sent));
  else await send(on, { name, form, sent }, loaded.data);
  return 'answered';
}

/**
 * Reads a form that may hold a file, now that it is known who sends it and that the page takes one. What is no such form, or far too
 * much, has then been answered.
 */
async function readFile({ page, context, visit }: OnPage): Promise<boolean> {
  const { request, response } = visit;
  const takesFile = Object.values(page.forms ?? {}).some((form) => form.takesFile !== undefined);
  if (!takesFile || visit.received !== undefined || request.is('multipart/form-data') === false) return true;
  const received = await receiveForm(request, response, pageForm, context.visitor?.personId ?? context.network);
  if ('code' in received) {
    await answerStatus(visit, received.status === 422 ? 413 : received.status);
    return false;
  }
  visit.received = received;
  return true;
}

async function send(on: OnPage, { name, form, sent }: SentForm, data: unknown): Promise<void> {
  const { context, visit } = on;
  const fields = fieldsOf(form, data, context);
  const button = typedText(sent, '_button');
  const withOtherLines = afterLineButton(fields, sent, button);
  if (withOtherLines !== undefined) return showAnew(on, 200, { form: name, typed: withOtherLines, problems: [] });
  const typed = withoutEmptyLines(fields, sent);
  const { body, problems } = readForm(fields, typed);
  const { file, refused } = visit.received ?? { file: undefined, refused: undefined };
  if (problems.length > 0)
    return showAnew(on, 422, { form: name, typed, problems: [...problems, ...(refused?.errors ?? [])] });
  if (refused !== undefined) return afterActing(on, { problem: refused }, { form: name, typed });
  if (changesSince(form, typed, data, context).length > 0) {
    const whole = form.refusal?.(data as never, context)?.detail;
    return showPage(on, data, 409, { form: name, typed, problems: [], whole });
  }
  if (form.needsFresh === true && !(await hasShownItself(on, sent))) return;
  const acted = await form.act({ body, button, key: typedText(sent, '_key'), file }, data as never, context);
  await afterActing(on, acted, { form: name, typed });
}

async function afterActing(on: OnPage, acted: Acted, sent: Pick<Refused, 'form' | 'typed'>): Promise<void> {
  const { visit } = on;
  if ('preview' in acted) return showAnew(on, 200, { ...sent, problems: [], preview: acted.preview });
  if ('problems' in acted) return showAnew(on, 422, { ...sent, problems: acted.problems });
  if ('problem' in acted) {
    const { problem } = acted;
    if (problem.status >= 500 || problem.status === 404) return answerStatus(visit, problem.status);
    return showAnew(on, problem.status, { ...sent, ...complaintOf(problem) });
  }
  const goTo = 'waitFor' in acted ? `/commands/${acted.waitFor}?then=${encodeURIComponent(acted.goTo)}` : acted.goTo;
  await forgetTaken(on, sent.form);
  visit.response.redirect(303, goTo);
}
