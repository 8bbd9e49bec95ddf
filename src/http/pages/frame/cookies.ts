import type { Request, Response } from 'express';

/** What a browser keeps for us. Scripts cannot read it, and other sites do not send it along with what they send. */
export interface Cookies {
  read(name: string): string | undefined;
  /** `seconds`: for how long it is kept; without it, until the browser ends. */
  set(name: string, value: string, seconds?: number): void;
  clear(name: string): void;
}

/** What an answer changes: whoever reads after that sees it as the browser will. */
const changes = new WeakMap<Response, Map<string, string | undefined>>();

/** The cookies of one request and its answer. Over HTTPS their names are bound to this host (`__Host-`), so that no neighbour can set them. */
export function cookiesOf(request: Request, response: Response, isSecure: boolean): Cookies {
  const nameOf = (name: string) => (isSecure ? `__Host-${name}` : name);
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const;
  const changed = changes.get(response) ?? new Map<string, string | undefined>();
  changes.set(response, changed);
  return {
    read: (name) => {
      if (changed.has(name)) return changed.get(name);
      const wanted = `${nameOf(name)}=`;
      const found = (request.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(wanted));
      return found === undefined ? undefined : decoded(found.slice(wanted.length));
    },
    set: (name, value, seconds) => {
      changed.set(name, value);
      response.cookie(nameOf(name), value, {
        ...options,
        ...(seconds === undefined ? {} : { maxAge: seconds * 1_000 }),
      });
    },
    clear: (name) => {
      changed.set(name, undefined);
      response.clearCookie(nameOf(name), options);
    },
  };
}

/** Undefined for what no server of ours has set. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
