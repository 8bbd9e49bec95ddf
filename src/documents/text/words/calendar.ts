/** The words of a calendar file. */
export const calendarWords = {
  title: 'Last moment to apply: {pot}, {round}',
  description: 'Applications to {organisation} must be sent by {closes}. {url}',
  soon: 'Applications close soon: {pot}',
} as const;
