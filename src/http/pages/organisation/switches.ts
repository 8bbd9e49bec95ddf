import { findOrganisation } from '../../../../db/queries/look';
import { lookChangers } from '../../../commands/organisation/keep-logo';
import { wholeOrganisationRefusal } from '../../../commands/people/whole-organisation';
import { switches, type Switch } from '../../../domain/organisation/switches';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Form } from '../frame/page';
import { organisationPageWords as words } from './words';

const address = '/organisation/switches';

type Found = NonNullable<Awaited<ReturnType<typeof findOrganisation>>>;

/** One button: what it does is its own, whatever somebody else has switched meanwhile. */
const turning = (one: Switch, on: boolean): Form<Found> =>
  commandForm<Found>({
    command: 'changeSwitch',
    subjectId: ({ id }) => id,
    standing: () => ({ state: 'known', scope: { potId: null, parties: {} } }),
    refusal: (_found, { asker }) => wholeOrganisationRefusal(asker.roles, ...lookChangers),
    fields: {},
    body: () => ({ switch: one, on }),
    done: () => saying(address, on ? 'switchedOn' : 'switchedOff'),
  });

const formOf = (one: Switch, on: boolean): string => `${one}_${on ? 'on' : 'off'}`;

/** What an organisation has switched on, and what it could: each with what it is for, and what changes. */
export const switchesPage = definePage<Found>({
  address,
  for: ['administrator', 'fund_manager'],
  words,
  load: ({ parts, asker }) => findOrganisation(parts.reading.db, asker),
  show: ({ switchedOn }) => ({
    template: 'organisation/switches.njk',
    title: words.switches.title,
    back: { to: '/organisation', words: words.look.title },
    switches: switches.map((one) => {
      const { name, about, turnOn, turnOff } = words.switches.each[one];
      const isOn = switchedOn.includes(one);
      return {
        name,
        about,
        form: formOf(one, !isOn),
        button: isOn ? turnOff : turnOn,
        tag: isOn
          ? { words: words.switches.on, meaning: 'done' as const }
          : { words: words.switches.off, meaning: 'over' as const },
      };
    }),
  }),
  forms: Object.fromEntries(
    switches.flatMap((one) => [true, false].map((on) => [formOf(one, on), turning(one, on)] as const)),
  ),
});
