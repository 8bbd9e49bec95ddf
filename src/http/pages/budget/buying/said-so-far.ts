import { z } from 'zod';
import { isId } from '../../../../contracts/ids';
import { needKinds } from '../../../../domain/purchases/services';
import type { PageContext } from '../../frame/page';

/**
 * What somebody has said so far of what they want to buy. It is kept sealed in a cookie of their own browser, and nowhere else: a client
 * reference belongs in no address and in no row that nobody may ever come back to.
 */
const buying = z.strictObject({
  /** Who is buying: another person in the same browser begins anew. */
  person: z.string(),
  grantId: z.string().refine(isId),
  need: z.enum(needKinds).optional(),
  area: z.string().optional(),
  clientReference: z.string(),
  /** Of the directory; another is of the buyer's own choosing. */
  service: z.string().optional(),
  what: z.string().optional(),
  providerId: z.string().refine(isId).optional(),
  providerName: z.string().optional(),
  pricePence: z.int().optional(),
});

/** What has been said so far. */
export type Buying = Omit<z.infer<typeof buying>, 'person'>;

const cookie = 'grantpot_buying';
/** In seconds: long enough for a telephone call to a provider. */
const keptFor = 60 * 60;

/** What this person has said so far in this browser; undefined where nothing, or too long ago. */
export function readBuying({ cookies, parts, asker }: PageContext): Buying | undefined {
  const sealed = cookies.read(cookie);
  if (sealed === undefined) return undefined;
  const { data } = buying.safeParse(opened(sealed, parts.door.preparing.open));
  if (data?.person !== asker.personId) return undefined;
  const { person: _, ...said } = data;
  return said;
}

/** Keeps what has been said so far. */
export function keepBuying({ cookies, parts, asker }: PageContext, said: Buying): void {
  cookies.set(cookie, parts.door.preparing.seal(JSON.stringify({ ...said, person: asker.personId })), keptFor);
}

/** Forgets it, once it is bought or given up. */
export function forgetBuying({ cookies }: PageContext): void {
  cookies.clear(cookie);
}

/** Undefined for what no key of ours has sealed. */
function opened(sealed: string, open: (sealed: string) => string): unknown {
  try {
    return JSON.parse(open(sealed)) as unknown;
  } catch {
    return undefined;
  }
}
