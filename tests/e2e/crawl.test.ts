import { everyStage, type Lookers } from '../builders/every-stage';
import { crawl, patternOf, type Crawled } from '../support/crawl';
import { cookieOf, type SignedIn } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let lookers: Lookers;
let url: string;
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  lookers = await everyStage(lives);
});
afterAll(() => lives.close());

const people: readonly [string, () => SignedIn][] = [
  ['a fund manager', () => lives.staff.manager],
  ['a grants officer', () => lives.staff.officer],
  ['a panel member', () => lives.staff.panel[0]],
  ['a payment maker', () => lives.staff.paymentMaker],
  ['a payment authoriser', () => lives.staff.paymentAuthoriser],
  ['an administrator', () => lives.staff.administrator],
  ['an applicant', () => lives.group.people[0]],
  ['a budget holder', () => lookers.holder],
  ['a provider', () => lookers.provider.people[0]],
  ['a funder', () => lookers.funder],
];

const line = ({ status, address, from }: Crawled) => `${String(status)} ${patternOf(address)} from ${patternOf(from)}`;

test.each(people)('every link that %s can see leads somewhere', async (_role, person) => {
  const { name, value } = await cookieOf(person());
  const found = await crawl(url, `${name}=${value}`, ['/', '/account']);
  expect(found.filter(({ status }) => status >= 400).map(line)).toEqual([]);
  expect(found.filter(({ type, heading }) => type.startsWith('text/html') && heading === '').map(line)).toEqual([]);
});

test('every link that anybody can see leads somewhere', async () => {
  const found = await crawl(url, '', ['/', '/sign-in']);
  expect(found.filter(({ status }) => status >= 400).map(line)).toEqual([]);
});
