import { contrastWithWhite, darkened, isColour, isDarkEnough } from '../../domain/organisation/colour';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { wholeOrganisationRefusal } from '../people/whole-organisation';
import { lookChangers } from './keep-logo';

/** How an organisation shows itself on pages, in documents and in mails, and how groups reach it. */
export interface ChangeLookBody {
  /** Its name as groups know it. */
  readonly name: string;
  /** Behind white words, as `#rrggbb`; null for Grantpot's own. */
  readonly colour: string | null;
  /** How groups reach it: null where it says nothing, and left out where it stays as it is. */
  readonly telephone?: string | null | undefined;
  readonly email?: string | null | undefined;
  /** On several lines. */
  readonly address?: string | null | undefined;
}

/** What is wrong with a colour for white words: COLOUR_MALFORMED, COLOUR_TOO_LIGHT with the nearest one that is dark enough. */
function colourRefusal(colour: string): Refusal | undefined {
  const field = '/colour';
  if (!isColour(colour)) return refuse('COLOUR_MALFORMED', { field });
  if (isDarkEnough(colour)) return undefined;
  const contrast = contrastWithWhite(colour).toFixed(1);
  return refuse('COLOUR_TOO_LIGHT', { field, facts: { contrast, darkEnough: darkened(colour) } });
}

/** Changes the name and the colour that an organisation shows itself by, and how groups reach it. @refusal NOT_FOR_ONE_POT, COLOUR_MALFORMED, COLOUR_TOO_LIGHT */
export const changeLook = defineCommand<ChangeLookBody, 'organisation'>('organisation', 'changeLook', async (c) => {
  const { name, colour: sent, telephone, email, address } = c.body;
  const colour = sent?.trim().toLowerCase() ?? null;
  const refused =
    wholeOrganisationRefusal(c.roles, ...lookChangers) ?? (colour === null ? undefined : colourRefusal(colour));
  if (refused !== undefined) return refused;
  const before = await c.tx.selectFrom('tenant').select('name').where('id', '=', c.tenantId).executeTakeFirstOrThrow();
  return {
    set: {
      colour,
      ...(telephone === undefined ? {} : { telephone }),
      ...(email === undefined ? {} : { email }),
      ...(address === undefined ? {} : { address }),
    },
    writes: [c.tx.updateTable('tenant').set({ name }).where('id', '=', c.tenantId).compile()],
    // A name is no fact for the record: what it was is in the command.
    event: {
      before: { colour: c.row.colour },
      after: { colour, nameChanged: name !== before.name },
      audience: 'staff',
    },
  };
});
