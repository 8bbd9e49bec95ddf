import type { CommandDefinition } from '../apply/definition';
import { changeLook } from './change-look';
import { changeSwitch } from './change-switch';
import { removeLogo } from './remove-logo';

/** The commands about the organisation itself. */
export const organisationCommands: readonly CommandDefinition[] = [changeLook, changeSwitch, removeLogo];
