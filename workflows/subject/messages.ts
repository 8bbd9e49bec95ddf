import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CommandOutcome, CommandRef } from '../../src/contracts/runs';

/** Takes a stored command to its subject's run. An update and not a signal: the person at the screen waits for the outcome. */
export const applyCommandUpdate = defineUpdate<CommandOutcome, [CommandRef]>('applyCommand');

/** Has a run read its row again, which something else than a command of its own has moved. A signal: nobody waits for it. */
export const lookAgainSignal = defineSignal('lookAgain');
