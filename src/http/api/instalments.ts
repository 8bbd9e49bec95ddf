import { recordInstalmentBody } from '../schemas/instalments';
import { commandRoute, type CommandRoute } from './command-route';

/** The funder's money arriving, over HTTP. */
export const instalmentRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'recordInstalment',
    summary: 'Record that a part of the funder’s money is in the bank; payments that waited for it become ready',
    body: recordInstalmentBody,
    example: { instalmentId: '0199d3a0-5c1e-7000-8000-0000000000b1', receivedOn: '2026-11-02' },
    refusals: ['INSTALMENT_UNKNOWN', 'INSTALMENT_RECEIVED_ALREADY', 'DAY_IN_FUTURE'],
  }),
];
