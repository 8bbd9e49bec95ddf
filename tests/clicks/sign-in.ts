import { generateSync } from 'otplib';

import type { Hands } from './hands';
import { followMail, readMail } from './mail';

const subject = 'Sign in to Grantpot';

async function askForCode(hands: Hands, email: string): Promise<void> {
  await hands.begin();
  await hands.page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await giveAddress(hands, email);
}

async function giveAddress(hands: Hands, email: string): Promise<void> {
  await hands.fill('Your email address', email);
  await hands.press('Send me a code');
}

/** Signs in by the code that is mailed. */
export async function signIn(hands: Hands, email: string): Promise<void> {
  await askForCode(hands, email);
  await enterCode(hands, email);
}

/** Follows the link of a mail, which asks to sign in first and then leads on. */
export async function signInFromMail(hands: Hands, email: string, about: string): Promise<void> {
  await followMail(hands, email, about);
  await giveAddress(hands, email);
  await enterCode(hands, email);
}

async function enterCode(hands: Hands, email: string): Promise<void> {
  const mail = await readMail(hands, email, subject);
  await hands.fill('The six digits in the mail', /enter this code: (\d{3} \d{3})/.exec(mail)?.[1] ?? '');
  await hands.press('Sign in');
}

/** Signs in by the link that is mailed, in the browser that asked for it. */
export async function followLinkToSignIn(hands: Hands, email: string): Promise<void> {
  await askForCode(hands, email);
  await followMail(hands, email, subject);
}

/** Does what staff are asked to do who sign in for the first time: an app shows codes from then on. */
export async function setUpApp(hands: Hands): Promise<void> {
  await hands.reads('Set up an app for codes');
  const key = /(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4}/.exec(await hands.text())?.[0] ?? '';
  await hands.fill('The six digits that the app shows', generateSync({ secret: key.replaceAll(' ', '') }));
  await hands.press('Confirm');
  await hands.press('I have kept them');
}
