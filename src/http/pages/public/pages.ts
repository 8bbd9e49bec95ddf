import type { Page } from '../frame/page';
import { linkPages } from './links';
import { potPages } from './pots';

/** Every page that wants no account, but those of signing in. */
export const publicPages: readonly Page[] = [...potPages, ...linkPages];
