import { changeLookBody, changeSwitchBody, removeLogoBody } from '../schemas/organisation';
import { commandRoute, type CommandRoute } from './command-route';

/** The commands about the organisation over HTTP. */
export const organisationRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'changeLook',
    summary: 'Change the name and the colour that the organisation shows itself by, and how groups reach it',
    body: changeLookBody,
    example: { name: 'Croydon Voluntary Action', colour: '#1b4f72', telephone: '020 8253 7000' },
    refusals: ['NOT_FOR_ONE_POT', 'COLOUR_MALFORMED', 'COLOUR_TOO_LIGHT'],
  }),
  commandRoute({
    command: 'changeSwitch',
    summary: 'Switch on what is off until an organisation wants it, or off again',
    body: changeSwitchBody,
    example: { switch: 'online_scoring', on: true },
    refusals: ['NOT_FOR_ONE_POT'],
  }),
  commandRoute({
    command: 'removeLogo',
    summary: 'Show the organisation’s name without a logo again',
    body: removeLogoBody,
    example: {},
    refusals: ['NOT_FOR_ONE_POT'],
  }),
];
