/** The way out for mail, and the folder that it goes to where no SMTP server is configured. */
export { listMail, readMail } from './mailbox';
export { letterAs, usualWordingOf } from './render';
export { createMail, type Mail } from './transport';
