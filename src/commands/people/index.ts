import type { CommandDefinition } from '../apply/definition';
import { addPerson } from './add-person';
import { connectPersons } from './connect-persons';
import { grantRole } from './grant-role';

/** The commands about people and their roles. */
export const peopleCommands: readonly CommandDefinition[] = [addPerson, connectPersons, grantRole];
