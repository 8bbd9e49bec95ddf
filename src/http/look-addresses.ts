import type { Look } from '../../db/queries/look';

/** Where the style sheet of an organisation's colour is; undefined for Grantpot's own colour. The colour is in it, so browsers keep it for ever. */
export const colourAddress = ({ colour }: Pick<Look, 'colour'>): string | undefined =>
  colour === null ? undefined : `/looks/${colour.slice(1)}.css`;

/** Where an organisation's logo is, for anybody; undefined where it has none. Another logo is at another address. */
export const logoAddress = ({ id, logoId }: Pick<Look, 'id' | 'logoId'>): string | undefined =>
  logoId === null ? undefined : `/looks/${id}/${logoId}.png`;
