import type { Page } from '../frame/page';
import { accountPage } from './account';
import { anotherAppPage } from './another-app';
import { sentPage, signInPage } from './ask';
import { choosePage } from './choose';
import { linkPage } from './link';
import { firstPasskeyPage, newPasskeyPage, onePasskeyPage } from './passkeys';
import { recoveryCodesPage } from './recovery-codes';
import { secondFactorPage } from './second-factor';
import { signOutPage } from './sign-out';
import { fromProviderPage, toProviderPage } from './with-provider';

/** The pages on which people sign in, and look after how they do. */
export const signInPages: readonly Page[] = [
  signInPage,
  sentPage,
  linkPage,
  choosePage,
  toProviderPage,
  fromProviderPage,
  secondFactorPage,
  recoveryCodesPage,
  signOutPage,
  accountPage,
  anotherAppPage,
  firstPasskeyPage,
  newPasskeyPage,
  onePasskeyPage,
];
