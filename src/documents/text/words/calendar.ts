/** The words of a calendar file. */
export const calendarWords = {
  title: 'Last moment to apply: {pot}, {round}',
  description: 'Applications to {organisation} must be sent by {closes}. {url}',
  meeting: 'Panel of {pot}',
  meetingDescription: 'The grants panel of {organisation} meets. The papers: {url}',
  opens: 'Applications open: {pot}, {round}',
  soon: 'Applications close soon: {pot}',
} as const;
