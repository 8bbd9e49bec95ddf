import { findCommand } from '../../../../db/queries/engine/commands';
import { isId } from '../../../contracts/ids';
import { definePage } from '../frame/page';
import { frameWords } from '../frame/words';

const words = frameWords.waiting;

/** An address of ours: a path, and never another host's, so that nobody is led away by a link. */
const isLocalPath = (address: string): boolean => /^\/(?![/\\])[^\\\s]*$/.test(address);

/** In seconds: how often the page asks whether there is an outcome, where the browser runs scripts. */
const lookAgainAfter = 3;

/** What is shown while a command has no outcome yet: the page goes on by itself once there is one, or is opened again by a link. */
export const waitingPage = definePage({
  address: '/commands/:id',
  for: 'signed in',
  words,
  load: async ({ parts, asker, params }) =>
    isId(params['id'] ?? '') ? findCommand(parts.reading.db, asker, params['id'] ?? '') : undefined,
  show: ({ status, outcome }, { query }) => {
    const then = isLocalPath(query['then'] ?? '') ? (query['then'] ?? '/') : '/';
    if (status === 'applied') return { goTo: then };
    const shown = { template: 'commands/waiting.njk', then };
    if (status === 'stored') return { ...shown, title: words.title, lookAgainAfter };
    return { ...shown, title: words.refused, refusal: outcome?.refusal?.detail ?? frameWords.statuses[500][1] };
  },
});
