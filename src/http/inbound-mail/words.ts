/** What the sender of a mail that we do not take is told; their own mail server passes it on. */
export const inboundMailWords = {
  unknown: 'This address takes no mail. Sign in and write your message on the page of the grant.',
  one: 'Send this to one address only.',
  large: 'This mail is too large. Write without files, or sign in and use the page of the grant.',
  FILES: 'We take no files by mail. Sign in and send them on the page of the grant.',
  EMPTY: 'We found no words of yours in this mail. Write above what you quote.',
  UNREADABLE: 'We could not read this mail. Sign in and write on the page of the grant.',
  sender: 'Write from the address that our mail went to, or sign in and write on the page of the grant.',
  later: 'Not for the moment. Try again later.',
} as const;
