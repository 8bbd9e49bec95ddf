import { createSeal } from '../../db/seal';

/** The seal of every test: what builders seal, a test can open. */
export const testSeal = createSeal(Buffer.alloc(32, 7));
