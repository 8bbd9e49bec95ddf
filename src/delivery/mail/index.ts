/** In place until the real one arrives. */
export const listMail = (_folder: string): Promise<readonly { name: string }[]> => Promise.resolve([]);
export const readMail = (_folder: string, _name: string): Promise<{ subject: string } | undefined> =>
  Promise.resolve(undefined);
