import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demonstrationPeopleFile, demonstrationPeopleIn } from '../../../contracts/demonstration-people';
import { listMail, readMail } from '../../../delivery/mail';
import type { Demonstration } from '../../parts';
import { definePage, type Page } from '../frame/page';
import { lookAs } from './looking-as';
import { developmentWords as words } from './words';

const mailsAtMost = 50;

/** What is there in demonstration mode only: whom to look as, and the mail that would have been sent. */
export function developmentPages({ dataDirectory, mailDirectory }: Demonstration): readonly Page[] {
  const readPeople = async () => {
    const text = await readFile(join(dataDirectory, demonstrationPeopleFile), 'utf8').catch(() => '{"people":[]}');
    return demonstrationPeopleIn(JSON.parse(text));
  };
  return [
    definePage({
      address: '/dev/people',
      for: 'anyone',
      words,
      load: readPeople,
      show: (people) => ({
        template: 'development/people.njk',
        title: words.people.title,
        people: people.map(({ name, email, organisation, roles }) => ({
          name,
          email,
          organisation,
          roles: roles.join(', ').replaceAll('_', ' '),
        })),
      }),
      forms: {
        lookAs: {
          fields: {},
          act: async ({ button }, people, context) => {
            const person = people[Number(button)];
            return { goTo: person !== undefined && (await lookAs(context, person.token)) ? '/' : '/dev/people' };
          },
        },
      },
    }),
    definePage({
      address: '/dev/mail',
      for: 'anyone',
      words,
      load: ({ query }) => listMail(mailDirectory, { to: query['to'], atMost: mailsAtMost }),
      show: (mails, { query }) => ({
        template: 'development/mail-list.njk',
        title: words.mails.title,
        mails,
        typed: query['to'] ?? '',
        cut: mails.length < mailsAtMost ? undefined : words.mails.cut(mailsAtMost),
      }),
    }),
    definePage({
      address: '/dev/mail/:name',
      for: 'anyone',
      words,
      load: ({ params }) => readMail(mailDirectory, params['name'] ?? ''),
      show: (mail) => ({
        template: 'development/mail.njk',
        title: mail.subject,
        mail,
        parts: mail.text.split(/(https?:\/\/\S+)/).map((text, place) => ({ text, isLink: place % 2 === 1 })),
        back: { to: '/dev/mail', words: words.mails.title },
      }),
    }),
  ];
}
