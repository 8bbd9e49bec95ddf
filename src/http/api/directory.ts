import { pence } from '../../domain/money/money';
import { addServiceBody, confirmServiceBody, logUnmetNeedBody, withdrawServiceBody } from '../schemas/directory';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about the service directory over HTTP. */
export const directoryRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'addService',
    summary: 'Put a service of a provider into the directory',
    body: addServiceBody,
    example: {
      need: 'counselling',
      name: 'Six sessions of counselling',
      pricePence: pence(24_000),
      area: 'Croydon',
      whoFor: 'Women over 18',
      nextFreeOn: '2026-12-07',
    },
    refusals: ['SERVICE_NEEDS_PROVIDER'],
  }),
  commandRoute({
    command: 'confirmService',
    summary: 'Say that a service is still offered, at what price, and when it is next free',
    body: confirmServiceBody,
    example: { serviceId: exampleIds.service, pricePence: pence(24_000), nextFreeOn: '2026-12-14' },
    refusals: ['SERVICE_UNKNOWN'],
  }),
  commandRoute({
    command: 'withdrawService',
    summary: 'Take a service out of the directory',
    body: withdrawServiceBody,
    example: { serviceId: exampleIds.service },
    refusals: ['SERVICE_UNKNOWN'],
  }),
  commandRoute({
    command: 'logUnmetNeed',
    summary: 'Say that something was needed that nobody offers; never for whom',
    body: logUnmetNeedBody,
    example: { need: 'childcare', area: 'Croydon' },
  }),
];
