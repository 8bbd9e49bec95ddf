import type { ReadRoute } from '../read-route';
import { grantReads } from './grants';

/** Every read over HTTP. */
export const readRoutes: readonly ReadRoute[] = [...grantReads];
