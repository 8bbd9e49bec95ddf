import { z } from 'zod';
import { findKeptForms, forgetKeptForm, keepForm } from '../../../commands/sign-in/kept-forms';
import { keptForms, localPath } from '../../../domain/people/signing-in';
import { receiveForm, typedForm } from '../../uploads';
import { keptOf } from '../form/kept';
import { typedText, type Typed } from '../form/typed';
import { signingInOf } from '../sign-in/session';
import type { Cookies } from './cookies';
import { browserOf, hasBrowser, isFormToken, isFromOurPage, shownTo } from './form-token';
import type { OnPage } from './on-page';
import type { Form, Page } from './page';
import { type Refused, textsOf } from './page-forms';
import type { Visit } from './visit';
import { frameWords } from './words';

/** Says that something is kept for whoever signs in in this browser, so that nothing is looked for where nothing is. */
const cookie = 'grantpot_kept';

/** Whether something that was typed in this browser waits for somebody to sign in. */
export const isSomethingKept = (cookies: Cookies): boolean => cookies.read(cookie) !== undefined;

const content = z.object({
  typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  leftOut: z.boolean(),
  hadFile: z.boolean(),
});

/**
 * Keeps what was typed into a form that nobody can send now, since they are not signed in, or with another organisation. Only what a form of ours,
 * shown to somebody who was signed in, was sent with; for them alone.
 */
async function keepSent(visit: Visit, page: Page): Promise<void> {
  const { request, cookies, from } = visit;
  const address = request.originalUrl;
  if (localPath(address) !== address || !(await readTyped(visit))) return;
  const sent = textsOf(request.body);
  const [token, name] = [typedText(sent, '_token'), typedText(sent, '_form')];
  const to = shownTo(token, from.parts.door.preparing.open);
  const forms = from.pages.flatMap(({ address: at, forms: all }) => (at === page.address ? (all?.[name] ?? []) : []));
  if (to === undefined || forms.length === 0 || !(isFormToken(cookies, token) || isFromOurPage(request))) return;
  const kept: z.infer<typeof content> = { ...ofForms(forms, sent), hadFile: hadFile(visit) };
  const keeping = { browser: browserOf(cookies), address, form: name, ...to, content: JSON.stringify(kept) };
  if (await keepForm(signingInOf(from.parts), keeping)) cookies.set(cookie, 'yes', keptForms.lastsSeconds);
}

/** Leads to where somebody signs in, or chooses the organisation, and from there back; what they have sent, if anything, is kept until then. */
export async function keepUntil(visit: Visit, page: Page, before: string): Promise<void> {
  const { request, response } = visit;
  if (request.method === 'POST') await keepSent(visit, page);
  response.redirect(303, `${before}?next=${encodeURIComponent(request.originalUrl)}`);
}

/** What is kept of a form, which is one of these. */
function ofForms(forms: readonly Form<never>[], sent: Typed) {
  const { typed, leftOut } = keptOf(
    forms.flatMap(({ fields }) => (typeof fields === 'function' ? [] : [fields])),
    sent,
  );
  const texts = Object.entries(typed).map(([box, text]) => [box, typeof text === 'string' ? text : [...text]] as const);
  return { typed: Object.fromEntries(texts), leftOut };
}

const hadFile = ({ received }: Visit): boolean => received?.file !== undefined || received?.refused !== undefined;

/** Reads the boxes of a form that may hold a file, and nothing of the file. False where there is nothing that could be kept. */
async function readTyped(visit: Visit): Promise<boolean> {
  const { request, response, cookies } = visit;
  if (visit.received !== undefined || request.is('multipart/form-data') === false) return true;
  if (!hasBrowser(cookies) && !isFromOurPage(request)) return false;
  const received = await receiveForm(request, response, typedForm, request.ip ?? '');
  if ('code' in received) return false;
  visit.received = received;
  return true;
}

/** What was typed into a form of this page and kept for whoever looks, as the page shows it. */
export async function keptFormOf({ page, context, visit }: OnPage, data: unknown): Promise<Refused | undefined> {
  const { session, visitor } = context;
  if (session === undefined || visitor === undefined || !isSomethingKept(visit.cookies)) return undefined;
  const { count, here } = await findKeptForms(signingInOf(visit.from.parts), {
    browser: browserOf(visit.cookies),
    address: visit.request.originalUrl,
    loginId: session.loginId,
    personId: visitor.personId,
  });
  if (count === 0) visit.cookies.clear(cookie);
  const form = here === undefined ? undefined : page.forms?.[here.form];
  if (here === undefined || form === undefined) return undefined;
  const kept = content.parse(JSON.parse(here.content));
  return asKept(here.form, kept, frameWords.kept.signedOut, form.refusal?.(data as never, context)?.detail);
}

/** A form of a page that has been open for too long, as it was sent. */
export function openTooLong({ visit }: OnPage, name: string, form: Form<never>, sent: Typed): Refused {
  return asKept(name, { ...ofForms([form], sent), hadFile: hadFile(visit) }, frameWords.kept.tooOld);
}

/** Forgets what was kept of a form, now that it was taken. */
export async function forgetTaken({ context, visit }: OnPage, form: string): Promise<void> {
  const { session } = context;
  if (session === undefined || !isSomethingKept(visit.cookies)) return;
  const place = { browser: browserOf(visit.cookies), address: visit.request.originalUrl, form };
  await forgetKeptForm(visit.from.parts.door.db, { ...place, loginId: session.loginId });
}

/** Said where nothing else is said of a form, so that what hides forms shows this one. */
function asKept(form: string, kept: z.infer<typeof content>, first: string, whole?: string): Refused {
  const words = frameWords.kept;
  const said = [first, ...(kept.hadFile ? [words.file] : []), ...(kept.leftOut ? [words.code] : [])];
  const problems = said.map((detail) => ({ pointer: '', code: 'FORM_KEPT', detail }));
  return { form, typed: kept.typed, problems, whole };
}
