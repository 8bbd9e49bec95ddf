/** The words of a letter on paper around what its pot words. */
export const letterWords = {
  to: 'To',
  on: 'Date',
  reference: 'Our reference',
  closing: 'Yours sincerely,',
} as const;
