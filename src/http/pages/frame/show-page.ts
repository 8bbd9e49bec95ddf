import { Download, sendDownload } from '../../download';
import type { Complaint } from '../form/show-form';
import { answer, answerStatus } from './answer';
import { load, type OnPage } from './on-page';
import type { SendFile, Shown } from './page';
import { changesSince, type Refused, showOne } from './page-forms';

/** Shows a page anew with a form as it was sent: what it is about is read again, since somebody else may have changed it. */
export async function showAnew(on: OnPage, status: number, refused: Refused): Promise<void> {
  const loaded = await load(on);
  if (loaded === 'nothing there') return answerStatus(on.visit, 404);
  return showPage(on, loaded.data, status, refused);
}

/** Shows a page about something, with what was wrong with the one of its forms that was sent. */
export async function showPage(on: OnPage, data: unknown, status = 200, refused?: Refused): Promise<void> {
  const { page, context, visit } = on;
  const shown = page.show(data as never, context);
  if ('goTo' in shown) {
    visit.response.redirect(303, (shown as { goTo: string }).goTo);
    return;
  }
  if (isFile(shown)) {
    const { name, type, content } = shown.file;
    sendDownload(visit.response, new Download(name, type, Buffer.from(content)));
    return;
  }
  const forms = Object.entries(page.forms ?? {}).map(
    ([name, form]) => [name, showOne(name, form, data, context, refused)] as const,
  );
  const complaints: readonly Complaint[] = [
    ...(refused?.whole === undefined ? [] : [{ words: refused.whole }]),
    ...forms.flatMap(([name, form]) => (refused === undefined || name === refused.form ? form.complaints : [])),
  ];
  const facts = {
    ...shown,
    w: page.words,
    query: context.query,
    path: context.path,
    forms: Object.fromEntries(forms),
    complaints,
    said: page.words.done?.[context.query['done'] ?? ''],
    changed: refused === undefined ? [] : changedMeanwhile(on, data, refused),
    preview: refused?.preview,
  };
  await answer(visit, status, facts, context.visitor);
}

function changedMeanwhile({ page, context }: OnPage, data: unknown, { form: name, typed, preview }: Refused) {
  const form = page.forms?.[name];
  return preview !== undefined || form === undefined ? [] : changesSince(form, typed, data, context);
}

const isFile = (shown: Shown | SendFile): shown is SendFile => 'file' in shown;
