import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { v7 as newId } from 'uuid';
import { commandRoutes } from '../../api/command-routes';
import { refuse } from '../../../domain/refusal';
import { isFresh, needsFreshSignIn } from '../../../domain/signing-in';
import { describeError } from '../../../observing/log';
import type { Look } from '../../../../db/queries/look';
import { colourAddress, logoAddress } from '../../look-addresses';
import { noteOperation, requestIdOf } from '../../noted';
import type { AppParts } from '../../parts';
import { performCommand } from '../../perform-command';
import { refusalProblem } from '../../problems';
import { problemOfError } from '../../send-problem';
import { Download, sendDownload } from '../../download';
import { pageForm, receiveForm, type ReceivedForm } from '../../uploads';
import { readForm, withoutEmptyLines } from '../form/read-form';
import { afterLineButton, showForm, type Complaint } from '../form/show-form';
import { typedText, type Typed } from '../form/typed';
import { cookiesOf, type Cookies } from './cookies';
import { formToken, isFormToken } from './form-token';
import { firstPageOf, navigationFor } from './navigation';
import type { Acted, Form, Page, PageContext, SendFile, Shown } from './page';
import { changesSince, complaintOf, fieldsOf, type Refused, showOne, textsOf } from './page-forms';
import { pageOf } from './render';
import type { Finder, Looking, Visitor } from './visitor';
import { freshBy, sendFreshCode, takeFresh } from '../sign-in/fresh';
import { goesToOf } from '../sign-in/session';
import { signInWords } from '../sign-in/words';
import { WaitingWork } from './waiting-work';
import { lookByAddress } from './whose';
import { frameWords } from './words';

const lookings = new WeakMap<Request, Promise<Looking>>();
/** Requests with which somebody has just shown that it is them. */
const shownNow = new WeakSet<Request>();
const waitings = new WeakMap<Request, Promise<number>>();
/** The forms that came with a file, or could have: each is read once. */
const received = new WeakMap<Request, ReceivedForm>();
/** Requests for a page that is for others, with how many of the address's parts stand for something else. */
const refusedForRole = new WeakMap<Request, number>();
const nothingThere = new WeakSet<Request>();

/** How many parts of a page's address stand for something else, such as an id. */
const partsOpen = ({ address }: Page): number => address.split('/:').length - 1;

/**
 * Serves pages: finds who looks, shows each to whom it is for, reads its forms, and answers with designed pages whatever happens. Of several
 * pages that an address could be of, the one that says more of it comes first: `/pots/new` before `/pots/:id`.
 */
export function servePages(pages: readonly Page[], parts: AppParts, find: Finder): Router {
  const router = Router();
  const server = new PageServer(parts, find);
  for (const page of pages.toSorted((one, other) => partsOpen(one) - partsOpen(other))) {
    router.get(page.address, server.showing(page));
    if (page.forms !== undefined)
      router.post(page.address, express.urlencoded({ extended: false, limit: '1mb' }), server.sending(page));
  }
  router.use((request, response) => {
    const isForOthers = refusedForRole.has(request) && !nothingThere.has(request);
    return server.answerStatus(request, response, isForOthers ? 403 : 404);
  });
  const handleErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOfError(error);
    if (problem === undefined) parts.logError({ requestId: requestIdOf(request), ...describeError(error) });
    return server.answerStatus(request, response, problem?.status ?? 500);
  };
  router.use(handleErrors);
  return router;
}

class PageServer {
  private readonly isSecure: boolean;
  private readonly work: WaitingWork;

  constructor(
    private readonly parts: AppParts,
    private readonly find: Finder,
  ) {
    this.isSecure = parts.publicUrl.startsWith('https:');
    this.work = new WaitingWork(parts.reading.db);
  }

  showing(page: Page): RequestHandler {
    return async (request, response, next) => {
      const context = await this.enter(page, request, response);
      if (context === 'answered') return;
      if (context === 'not for them') {
        next();
        return;
      }
      noteOperation(request, page.address);
      const data = await load(page, context);
      if (isNotThere(page, data)) {
        nothingThere.add(request);
        next();
        return;
      }
      await this.show(page, context, request, response, 200, undefined, data);
    };
  }

  sending(page: Page): RequestHandler {
    return async (request, response, next) => {
      const context = await this.enter(page, request, response);
      if (context === 'answered') return;
      if (context === 'not for them') {
        next();
        return;
      }
      if (!(await this.readFile(page, context, request, response))) return;
      const typed = textsOf(request.body);
      const name = typedText(typed, '_form');
      const form = page.forms?.[name];
      if (form === undefined) {
        next();
        return;
      }
      noteOperation(request, page.address);
      if (!isFormToken(this.cookiesOf(request, response), typedText(typed, '_token'))) {
        await this.answerStatus(request, response, 403, frameWords.formTooOld);
        return;
      }
      const data = await load(page, context);
      if (isNotThere(page, data)) {
        nothingThere.add(request);
        next();
        return;
      }
      await this.send(page, name, form, data, typed, context, request, response);
    };
  }

  /**
   * Reads a form that may hold a file, now that it is known who sends it and that the page takes one. What is no such form, or far too
   * much, has then been answered.
   */
  private async readFile(page: Page, context: PageContext, request: Request, response: Response): Promise<boolean> {
    const takesFile = Object.values(page.forms ?? {}).some((form) => form.takesFile !== undefined);
    if (!takesFile || received.has(request) || request.is('multipart/form-data') === false) return true;
    const form = await receiveForm(request, response, pageForm, context.visitor?.personId ?? context.network);
    if ('code' in form) {
      await this.answerStatus(request, response, form.status === 422 ? 413 : form.status);
      return false;
    }
    received.set(request, form);
    return true;
  }

  private async send(
    page: Page,
    name: string,
    form: Form<never>,
    data: unknown,
    sent: Typed,
    context: PageContext,
    request: Request,
    response: Response,
  ): Promise<void> {
    const fields = fieldsOf(form, data, context);
    const button = typedText(sent, '_button');
    const withOtherLines = afterLineButton(fields, sent, button);
    if (withOtherLines !== undefined)
      return this.show(page, context, request, response, 200, { form: name, typed: withOtherLines, problems: [] });
    const typed = withoutEmptyLines(fields, sent);
    const { body, problems } = readForm(fields, typed);
    const { file, refused } = received.get(request) ?? { file: undefined, refused: undefined };
    const all = [...problems, ...(refused?.errors ?? [])];
    if (problems.length > 0)
      return this.show(page, context, request, response, 422, { form: name, typed, problems: all });
    if (refused !== undefined)
      return this.afterActing(page, { problem: refused }, { form: name, typed }, context, request, response);
    if (changesSince(form, typed, data, context).length > 0) {
      const whole = form.refusal?.(data as never, context)?.detail;
      return this.show(page, context, request, response, 409, { form: name, typed, problems: [], whole }, data);
    }
    if (form.needsFresh === true && !(await this.isShown(sent, context, request, response))) return;
    const acted = await form.act({ body, button, key: typedText(sent, '_key'), file }, data as never, context);
    await this.afterActing(page, acted, { form: name, typed }, context, request, response);
  }

  /**
   * Whether whoever sends a form has shown lately that it is them. If not, they are asked to, on a page that keeps what they have typed
   * and sends it again with the code; it has then been answered.
   */
  private async isShown(sent: Typed, context: PageContext, request: Request, response: Response): Promise<boolean> {
    if (isStillFresh(context)) return true;
    const answer = { code: typedText(sent, '_fresh'), passkey: typedText(sent, '_passkey') };
    const isAnswer = (sent['_fresh'] ?? sent['_passkey']) !== undefined && sent['_send'] === undefined;
    const wrong = isAnswer ? await takeFresh(context, answer) : await sendFreshCode(context);
    if (isAnswer && wrong === undefined) {
      shownNow.add(request);
      return true;
    }
    const { again } = signInWords;
    const field = { kind: 'code', at: '/code', label: again.code, autocomplete: 'one-time-code' } as const;
    const place = answer.passkey === '' ? '/code' : '/passkey';
    const problems = wrong === undefined ? [] : [{ pointer: place, code: wrong.code, detail: wrong.detail }];
    const { fields, complaints } = showForm({ _fresh: field }, {}, problems);
    await this.answer(request, response, wrong === undefined ? 200 : 422, context.visitor, {
      template: 'sign-in/again.njk',
      title: again.title,
      w: signInWords,
      by: await freshBy(context),
      email: context.session?.email,
      code: fields['_fresh'],
      complaints,
      kept: Object.entries(sent).flatMap(([name, value]) =>
        ['_token', '_fresh', '_passkey', '_send'].includes(name)
          ? []
          : [value].flat().map((one) => ({ name, value: one })),
      ),
    });
    return false;
  }

  private async afterActing(
    page: Page,
    acted: Acted,
    sent: Pick<Refused, 'form' | 'typed'>,
    context: PageContext,
    request: Request,
    response: Response,
  ): Promise<void> {
    if ('preview' in acted)
      return this.show(page, context, request, response, 200, { ...sent, problems: [], preview: acted.preview });
    if ('problems' in acted)
      return this.show(page, context, request, response, 422, { ...sent, problems: acted.problems });
    if ('problem' in acted) {
      const { problem } = acted;
      if (problem.status >= 500 || problem.status === 404) return this.answerStatus(request, response, problem.status);
      return this.show(page, context, request, response, problem.status, { ...sent, ...complaintOf(problem) });
    }
    const goTo = 'waitFor' in acted ? `/commands/${acted.waitFor}?then=${encodeURIComponent(acted.goTo)}` : acted.goTo;
    response.redirect(303, goTo);
  }

  /** Finds who looks. Who has to sign in first is sent there, and comes back. */
  private async enter(
    page: Page,
    request: Request,
    response: Response,
  ): Promise<PageContext | 'not for them' | 'answered'> {
    // An address that a page of others has word for word is no other page's.
    if ((refusedForRole.get(request) ?? Infinity) < partsOpen(page)) return 'not for them';
    const looking = await this.lookingOf(request, response);
    const { visitor } = looking;
    if (page.for !== 'anyone' && visitor === undefined) {
      const back = request.method === 'GET' ? request.originalUrl : request.baseUrl + request.path;
      response.redirect(303, `${looking.before}?next=${encodeURIComponent(back)}`);
      return 'answered';
    }
    const { for: roles } = page;
    if (typeof roles !== 'string' && visitor?.roles.some(({ name }) => roles.includes(name)) !== true) {
      refusedForRole.set(request, refusedForRole.get(request) ?? partsOpen(page));
      return 'not for them';
    }
    // Meanwhile the page reads what it is about.
    if (request.method === 'GET') void this.waitingOf(request, looking);
    return this.contextOf(request, response, looking);
  }

  /** How much waits for whoever looks. A page is shown without it if that cannot be read. */
  private waitingOf(request: Request, { visitor, session }: Looking): Promise<number> {
    const asked =
      waitings.get(request) ??
      (visitor === undefined || session === undefined
        ? Promise.resolve(0)
        : this.work.of(visitor, session.now).catch(() => 0));
    waitings.set(request, asked);
    return asked;
  }

  private cookiesOf(request: Request, response: Response): Cookies {
    return cookiesOf(request, response, this.isSecure);
  }

  private lookingOf(request: Request, response: Response): Promise<Looking> {
    const known = lookings.get(request) ?? this.find(this.cookiesOf(request, response));
    lookings.set(request, known);
    return known;
  }

  private contextOf(request: Request, response: Response, { visitor, session }: Looking): PageContext {
    const { parts } = this;
    const asker = () => {
      if (visitor === undefined) throw new Error('nobody has signed in');
      return { tenantId: visitor.tenantId, personId: visitor.personId, roles: visitor.roles };
    };
    return {
      visitor,
      session,
      userAgent: request.get('user-agent'),
      get asker() {
        return asker();
      },
      params: strings(request.params),
      query: strings(request.query),
      several: (name) => [request.query[name]].flat().filter((one) => typeof one === 'string'),
      path: request.path,
      parts,
      cookies: this.cookiesOf(request, response),
      network: request.ip ?? '',
      perform: (command, asked, as) => {
        const route = commandRoutes.find((one) => one.command === command);
        if (route === undefined) throw new Error(`no route for the command ${command}`);
        if (needsFreshSignIn(command) && !shownNow.has(request) && !isStillFresh({ session }))
          return Promise.resolve({ problem: refusalProblem(refuse('FRESH_SIGN_IN_NEEDED')) });
        return performCommand(parts.door, route, request, as ?? asker(), asked).finally(() => {
          if (visitor !== undefined) this.work.forget(visitor.personId);
        });
      },
    };
  }

  private async show(
    page: Page,
    context: PageContext,
    request: Request,
    response: Response,
    status: number,
    refused?: Refused,
    loaded?: unknown,
  ): Promise<void> {
    const data = loaded ?? (await load(page, context));
    if (isNotThere(page, data)) return this.answerStatus(request, response, 404);
    const shown = page.show(data as never, context);
    if ('goTo' in shown) {
      response.redirect(303, (shown as { goTo: string }).goTo);
      return;
    }
    if (isFile(shown)) {
      const { name, type, content } = shown.file;
      sendDownload(response, new Download(name, type, Buffer.from(content)));
      return;
    }
    const forms = Object.entries(page.forms ?? {}).map(
      ([name, form]) => [name, showOne(name, form, data, context, refused)] as const,
    );
    const complaints: readonly Complaint[] = [
      ...(refused?.whole === undefined ? [] : [{ words: refused.whole }]),
      ...forms.flatMap(([name, form]) => (refused === undefined || name === refused.form ? form.complaints : [])),
    ];
    const said = page.words.done?.[context.query['done'] ?? ''];
    const sentForm = refused === undefined ? undefined : page.forms?.[refused.form];
    const changed =
      refused?.preview !== undefined || refused === undefined || sentForm === undefined
        ? []
        : changesSince(sentForm, refused.typed, data, context);
    await this.answer(request, response, status, context.visitor, {
      ...shown,
      w: page.words,
      query: context.query,
      path: context.path,
      forms: Object.fromEntries(forms),
      complaints,
      said,
      changed,
      preview: refused?.preview,
    });
  }

  /** A designed page for a status. */
  async answerStatus(
    request: Request,
    response: Response,
    status: number,
    text?: readonly [string, string],
  ): Promise<void> {
    const [title, lead] =
      text ??
      (Object.hasOwn(frameWords.statuses, status) ? frameWords.statuses[status as 500] : frameWords.statuses[500]);
    const looking = await this.lookingOf(request, response).catch(() => undefined);
    await this.answer(request, response, status, looking?.visitor, { template: 'frame/status.njk', title, lead });
  }

  private async answer(
    request: Request,
    response: Response,
    status: number,
    visitor: Visitor | undefined,
    shown: Shown,
  ): Promise<void> {
    const waiting =
      shown.countedWork ??
      (visitor === undefined ? 0 : await this.waitingOf(request, await this.lookingOf(request, response)));
    response.set('Cache-Control', 'no-store');
    // On a public page its organisation's own look counts, also for somebody who works with another.
    const look = shown.look ?? visitor?.organisation ?? (await this.lookBefore(request, response, status));
    const facts = {
      ...shown,
      whose: look?.name ?? frameWords.product,
      colour: look === undefined ? undefined : colourAddress(look),
      logo: look === undefined ? undefined : logoAddress(look),
      token: formToken(this.cookiesOf(request, response)),
      key: newId(),
      address: shown.keepsQuery === true ? request.originalUrl : request.baseUrl + request.path,
      visitor,
      first: visitor === undefined ? (look === undefined ? '/' : `/o/${look.slug}`) : firstPageOf(visitor),
      navigation: visitor === undefined ? undefined : navigationFor(visitor, request.path, waiting),
      demonstration: this.parts.demonstration !== undefined,
    };
    response.status(status).send(pageOf(shown.template, facts));
  }

  /** Whose page it is before somebody has signed in completely. Nothing is looked up when something has gone wrong: a plain page is shown then. */
  private async lookBefore(request: Request, response: Response, status: number): Promise<Look | undefined> {
    if (status >= 500) return undefined;
    const { session } = await this.lookingOf(request, response);
    const cookies = this.cookiesOf(request, response);
    const addresses = [request.path, goesToOf({ cookies })];
    return (
      session?.person?.organisation ?? (await lookByAddress(this.parts.reading.db, addresses).catch(() => undefined))
    );
  }
}

const isFile = (shown: Shown | SendFile): shown is SendFile => 'file' in shown;
const isStillFresh = ({ session }: Pick<PageContext, 'session'>): boolean =>
  session !== undefined && isFresh(session.reauthenticatedAt, session.now);

async function load(page: Page, context: PageContext): Promise<unknown> {
  return page.load?.(context);
}

const isNotThere = (page: Page, data: unknown): boolean => data === undefined && page.load !== undefined;

/** The first of each value: nothing of ours sends two. */
function strings(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}
