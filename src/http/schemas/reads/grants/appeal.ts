import { z } from 'zod';
import { at } from '../common';

/** An appeal that is to be decided, and who of the panel is free to; null where there is none. */
export const appealAnswer = z
  .strictObject({
    appeal: z
      .strictObject({
        askedAt: at,
        onPanel: z.int().meta({ description: 'How many sit on the panel of its pot.' }),
        free: z.int().meta({ description: 'How many of them neither decided before nor are connected to the group.' }),
        quorum: z.int().meta({ description: 'How many are needed.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Appeal' });

/** An example of it. */
export const appealExample = {
  appeal: { askedAt: '2026-11-20T09:30:00.000Z', onPanel: 5, free: 2, quorum: 2 },
} as const satisfies z.input<typeof appealAnswer>;
