import type { CommandDefinition } from '../apply/definition';
import { addService } from './add-service';
import { confirmService } from './confirm-service';
import { logUnmetNeed } from './log-unmet-need';
import { withdrawService } from './withdraw-service';

/** The commands about the service directory. */
export const directoryCommands: readonly CommandDefinition[] = [
  addService,
  confirmService,
  withdrawService,
  logUnmetNeed,
];
