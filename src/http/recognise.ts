import type { Request, Response } from 'express';
import type { Database } from '../../db/client';
import { bearerCheck, findBearer, noteTokenUse, type Bearer } from '../../db/queries/people/bearer';
import { isCheckFailed, type Check } from '../../db/queries/reading';
import { digestOf } from '../commands/people/access-token';
import { askingByHeader } from './authenticate';

/** Who asks to read. */
export interface Recognised extends Omit<Bearer, 'tokenId' | 'scopes' | 'noteUse'> {
  /** To be asked together with what is read, where it is not certain yet that nothing has changed since. */
  readonly check?: Check | undefined;
  /** To be called before anything is answered: whoever was only taken for somebody is asked about before. */
  readonly beSure: () => void;
}

/** Lets what only reads be done for whoever asks. */
export type Recogniser = (
  request: Request,
  response: Response,
  read: (asker: Recognised) => Promise<void>,
) => Promise<void>;

class NotSure extends Error {}

const rememberedAtMost = 1_000;

/**
 * Recognises who asks, and refuses who is unknown: `UNAUTHENTICATED`. Whoever asked before is taken to be who they were, with the roles
 * that they had, and that this is still so is asked in the same round trip as what is read, before it. When it is not, nothing of that is
 * used: it is all done again for whoever it is now.
 */
export function createRecogniser(db: Database): Recogniser {
  const remembered = new Map<string, Bearer>();
  return async (request, response, read) => {
    const token = askingByHeader.tokenOf(request);
    if (token === undefined) return askingByHeader.refuse(response);
    const hash = digestOf(token);
    const key = hash.toString('base64url');
    const known = remembered.get(key);
    if (known !== undefined) {
      try {
        return await read(takenFor(db, hash, known));
      } catch (error) {
        if (!(error instanceof NotSure) && !isCheckFailed(error)) throw error;
        remembered.delete(key);
      }
    }
    const bearer = await findBearer(db, hash);
    if (bearer === undefined) return askingByHeader.refuse(response);
    if (bearer.noteUse) await noteTokenUse(db, bearer);
    if (remembered.size >= rememberedAtMost) remembered.clear();
    remembered.set(key, bearer);
    await read({ ...askerOf(bearer), beSure: () => undefined });
  };
}

function takenFor(db: Database, hash: Buffer, bearer: Bearer): Recognised {
  let isSure = false;
  const check = bearerCheck(db, hash, bearer, () => {
    isSure = true;
  });
  const beSure = () => {
    if (!isSure) throw new NotSure();
  };
  return { ...askerOf(bearer), check, beSure };
}

const askerOf = ({ tenantId, personId, roles }: Bearer) => ({ tenantId, personId, roles });
