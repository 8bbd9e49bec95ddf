import { findPerson } from '../../../../db/queries/people';
import { isId } from '../../../contracts/ids';
import type { StandingNow } from '../frame/command-form';
import type { PageContext } from '../frame/page';

/** Somebody who works with the organisation. */
export type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** The person of the address. */
export const readPerson = async ({ parts, asker, params }: PageContext): Promise<Person | undefined> => {
  const id = params['id'] ?? '';
  return isId(id) ? findPerson(parts.reading.db, asker, id) : undefined;
};

/** How a person stands, for the forms about them. */
export const standingOf = ({ leftAt }: Pick<Person, 'leftAt'>): StandingNow => ({
  state: leftAt === null ? 'known' : 'left',
  scope: { potId: null, parties: {} },
});
