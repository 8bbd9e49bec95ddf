import type { Page } from '../../frame/page';
import { confirmPage } from './confirm';
import { needPage } from './need';
import { providerPage } from './provider';

/** Buying a service, in three steps. */
export const buyPages: readonly Page[] = [needPage, providerPage, confirmPage];
