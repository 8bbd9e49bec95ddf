import { findOrganisation } from '../../../../db/queries/look';
import { lookChangers } from '../../../commands/organisation/keep-logo';
import { wholeOrganisationRefusal } from '../../../commands/people/whole-organisation';
import { logoAddress } from '../../look-addresses';
import { refusalProblem } from '../../problems';
import { takeLogo } from '../../take-logo';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { switchesPage } from './switches';
import { organisationPageWords as words } from './words';

const address = '/organisation';

type Found = NonNullable<Awaited<ReturnType<typeof findOrganisation>>>;

const standing = () => ({ state: 'known', scope: { potId: null, parties: {} } });
const subjectId = ({ id }: Found): string => id;

const lookPage = definePage<Found>({
  address,
  for: ['administrator', 'fund_manager'],
  words,
  load: ({ parts, asker }) => findOrganisation(parts.reading.db, asker),
  show: (found) => ({
    template: 'organisation/look.njk',
    title: words.look.title,
    name: found.name,
    logo: logoAddress(found),
    publicPage: `/o/${found.slug}`,
  }),
  forms: {
    look: commandForm<Found>({
      command: 'changeLook',
      subjectId,
      standing,
      refusal: (_found, { asker }) => wholeOrganisationRefusal(asker.roles, ...lookChangers),
      fields: {
        name: { kind: 'text', at: '/name', label: words.look.name, hint: words.look.nameHint },
        colour: { kind: 'text', at: '/colour', label: words.look.colour, hint: words.look.colourHint, width: 10 },
        telephone: { kind: 'tel', at: '/telephone', label: words.look.telephone, hint: words.look.contactHint },
        email: { kind: 'email', at: '/email', label: words.look.email },
        address: { kind: 'longText', at: '/address', label: words.look.address, rows: 3, atMost: 300 },
      },
      initial: ({ name, colour, telephone, email, address }) => ({ name, colour, telephone, email, address }),
      // What is left empty is said by nobody any more.
      body: (body) => ({ colour: null, telephone: null, email: null, address: null, ...body }),
      done: () => saying(address, 'saved'),
    }),
    logo: {
      fields: { file: { kind: 'file', at: '/file', label: words.look.file, hint: words.look.fileHint } },
      takesFile: true,
      refusal: (_found, { asker }) => wholeOrganisationRefusal(asker.roles, ...lookChangers),
      act: async ({ file }, _found, { parts, asker }) => {
        const taken = await takeLogo({ db: parts.door.db, scan: parts.scan }, asker, file);
        return 'code' in taken ? { problem: refusalProblem(taken) } : { goTo: saying(address, 'logoSaved') };
      },
    },
    removeLogo: commandForm<Found>({
      command: 'removeLogo',
      subjectId,
      standing,
      fields: {},
      done: () => saying(address, 'logoRemoved'),
    }),
  },
});

/** The pages about the organisation itself. */
export const organisationPages: readonly Page[] = [lookPage, switchesPage];
