import type { Asker } from '../../db/queries/asker';
import { keepLogo, lookChangers } from '../commands/organisation/keep-logo';
import { wholeOrganisationRefusal } from '../commands/people/whole-organisation';
import { refuse, type Refusal } from '../domain/refusals/refusal';
import { logoFrom } from '../files/logo';
import type { Keeping, ReceivedFile } from './uploads';

/**
 * Takes a logo that came with a form, for pages and programs alike: who may not send it makes no work.
 * @returns its id; refused with NOT_FOR_ONE_POT, FILE_MISSING, FILE_HAS_VIRUS, FILE_SCAN_UNAVAILABLE, LOGO_NOT_PICTURE and those of `inspectFile`
 */
export async function takeLogo(
  { db, scan }: Keeping,
  asker: Pick<Asker, 'tenantId' | 'personId' | 'roles'>,
  file: ReceivedFile | undefined,
): Promise<{ readonly logoId: string } | Refusal> {
  const field = '/file';
  const notTheirs = wholeOrganisationRefusal(asker.roles, ...lookChangers);
  if (notTheirs !== undefined) return notTheirs;
  if (file === undefined) return refuse('FILE_MISSING', { field });
  const logo = await logoFrom(file.content);
  if ('code' in logo) return logo;
  const scanned = scan === undefined ? 'clean' : await scan(file.content);
  if (scanned === 'infected') return refuse('FILE_HAS_VIRUS', { field });
  if (scanned === 'unavailable') return refuse('FILE_SCAN_UNAVAILABLE', { field });
  return keepLogo(db, asker, logo);
}
