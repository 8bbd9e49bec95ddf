import { defineUpdate } from '@temporalio/workflow';
import type { CommandOutcome, CommandRef } from '../../src/contracts/runs';

/** Takes a stored command to its subject's run. An update and not a signal: the person at the screen waits for the outcome. */
export const applyCommandUpdate = defineUpdate<CommandOutcome, [CommandRef]>('applyCommand');
