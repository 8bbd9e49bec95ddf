import { findCommand } from '../../../../db/queries/commands';
import { isId } from '../../../contracts/ids';
import { definePage } from '../frame/page';
import { frameWords } from '../frame/words';

const words = frameWords.waiting;

/** An address of ours: a path, and never another host's, so that nobody is led away by a link. */
const isLocalPath = (address: string): boolean => /^\/(?![/\\])[^\\\s]*$/.test(address);

/** What is shown while a command has no outcome yet: the page looks again by itself, and goes on once there is one. */
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
    if (status === 'stored') return { ...shown, title: words.title, again: 3 };
    return { ...shown, title: words.refused, refusal: outcome?.refusal?.detail ?? frameWords.statuses[500][1] };
  },
});
