import { DefaultFailureConverter } from '@temporalio/common';

/** Encrypts the messages and stacks of failures too: they might quote what a person wrote. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
