import { showForm } from '../form/show-form';
import { typedText, type Typed } from '../form/typed';
import { freshBy, sendFreshCode, takeFresh } from '../sign-in/fresh';
import { signInWords } from '../sign-in/words';
import { answer } from './answer';
import { isStillFresh } from './context';
import type { OnPage } from './on-page';

/** What the page that asks for a code adds to the form that waits for it. */
const ownFields = ['_token', '_fresh', '_passkey', '_send'];

/**
 * Whether whoever sends a form has shown lately that it is them. If not, they are asked to, on a page that keeps what they have typed
 * and sends it again with the code; it has then been answered.
 */
export async function hasShownItself({ context, visit }: OnPage, sent: Typed): Promise<boolean> {
  if (isStillFresh(context)) return true;
  const given = { code: typedText(sent, '_fresh'), passkey: typedText(sent, '_passkey') };
  const isAnswer = (sent['_fresh'] ?? sent['_passkey']) !== undefined && sent['_send'] === undefined;
  const wrong = isAnswer ? await takeFresh(context, given) : await sendFreshCode(context);
  if (isAnswer && wrong === undefined) {
    visit.hasShownItself = true;
    return true;
  }
  const { again } = signInWords;
  const field = { kind: 'code', at: '/code', label: again.code, autocomplete: 'one-time-code' } as const;
  const pointer = given.passkey === '' ? '/code' : '/passkey';
  const problems = wrong === undefined ? [] : [{ pointer, code: wrong.code, detail: wrong.detail }];
  const { fields, complaints } = showForm({ _fresh: field }, {}, problems);
  const facts = {
    template: 'sign-in/again.njk',
    title: again.title,
    w: signInWords,
    by: await freshBy(context),
    email: context.session?.email,
    code: fields['_fresh'],
    complaints,
    kept: Object.entries(sent).flatMap(([name, value]) =>
      ownFields.includes(name) ? [] : [value].flat().map((one) => ({ name, value: one })),
    ),
  };
  await answer(visit, wrong === undefined ? 200 : 422, facts, context.visitor);
  return false;
}
