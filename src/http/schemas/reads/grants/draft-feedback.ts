import { z } from 'zod';
import { at, id, named } from '../common';
import { ids, officer } from '../examples';

/** How a draft is shared, and what was said of it. */
export const draftFeedbackAnswer = z
  .strictObject({
    sharedAt: at.nullable(),
    feedbackBy: at.nullable(),
    comments: z.array(
      z.strictObject({
        id,
        about: z.string(),
        text: z.string().nullable(),
        writtenBy: named,
        writtenAt: at,
        settledAt: at.nullable(),
      }),
    ),
  })
  .meta({ id: 'DraftFeedback' });

/** An example of it. */
export const draftFeedbackExample = {
  sharedAt: '2026-11-05T10:00:00.000Z',
  feedbackBy: null,
  comments: [
    {
      id: ids.event,
      about: '/purpose',
      text: 'Say for whom it is, and how many you expect.',
      writtenBy: officer,
      writtenAt: '2026-11-06T10:00:00.000Z',
      settledAt: null,
    },
  ],
} as const satisfies z.input<typeof draftFeedbackAnswer>;
