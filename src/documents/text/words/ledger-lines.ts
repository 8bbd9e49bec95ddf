/** The words of the lines of a pot's ledger as a sheet. */
export const ledgerLinesWords = {
  sheet: 'Lines of the ledger',
  columns: {
    on: 'On',
    why: 'Why',
    book: 'Book',
    from: 'From',
    to: 'To',
    sum: 'Sum (£)',
    grant: 'Grant',
    number: 'Line',
  },
  more: 'There are more than {most} lines. These are the newest {most}.',
} as const;
