import type { Page } from '../frame/page';
import { bankPages } from './bank';
import { conditionPage } from './condition';
import { contactPages } from './contacts';
import { grantPages } from './grant';
import { homePage } from './home';
import { messagesPage } from './messages';
import { offerPages } from './offer';
import { receivingPages } from './receiving';
import { reportPages } from './report';

/** Every page of whoever acts for a group, but those on which an application is written. */
export const groupPages: readonly Page[] = [
  homePage,
  ...grantPages,
  conditionPage,
  ...offerPages,
  ...contactPages,
  ...bankPages,
  ...receivingPages,
  ...reportPages,
  messagesPage,
];
