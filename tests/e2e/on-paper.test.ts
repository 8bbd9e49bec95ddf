import { randomUUID } from 'node:crypto';

import { dayFromNow } from '../../src/cli/story/stages';
import { browsed, waysToBrowse } from '../support/browsed';
import type { Visit } from '../support/browser';
import { expectFit } from '../support/fit';
import { aPdf } from '../support/zip';

const here = browsed();
let visit: Visit;
const press = (name: string) => visit.page.getByRole('button', { name }).first().click();
const follow = (name: string) => visit.page.getByRole('link', { name }).first().click();
const said = () => visit.page.locator('.govuk-notification-banner').innerText();
const shown = () => visit.page.locator('main').innerText();

test.each(waysToBrowse)(
  'an agreement that came back signed on paper is recorded by one, looked at by another, and begins the grant, on %s',
  async (_name, browsing) => {
    const { staff, door, group } = here.lives;
    const id = await here.lives.offered(await here.lives.aPot());
    const names = [`Esther ${randomUUID().slice(0, 4)}`, `Samuel ${randomUUID().slice(0, 4)}`];
    for (const personName of names)
      await door.as(staff.officer, 'connectToParty', {
        id: group.id,
        body: { personName, kind: 'committee', position: 'trustee' },
      });

    visit = await here.visitAs(staff.officer, browsing);
    await visit.open(`/grants/${id}`);
    await follow('Record an agreement signed on paper');
    await expectFit(visit, 'The agreement, signed on paper');
    const scan = { name: 'Signed agreement.pdf', mimeType: 'application/pdf', buffer: aPdf(`/Mark(${id})`) };
    await visit.page.getByLabel('Add a scan').setInputFiles(scan);
    await press('Add the scan');
    expect(await said()).toContain('The file is here.');
    await expectFit(visit);

    // Nothing is chosen: it is said, and what was chosen stays.
    await visit.page.getByLabel(names[0]!).check();
    await press('Record it');
    expect(await shown()).toContain('What date is on the paper');
    expect(await visit.page.getByLabel(names[0]!).isChecked()).toBe(true);
    const [year, month, day] = dayFromNow(0).split('-') as [string, string, string];
    await visit.page.getByLabel('Day').fill(day);
    await visit.page.getByLabel('Month').fill(month);
    await visit.page.getByLabel('Year').fill(year);
    await press('Record it');
    expect(await shown()).toContain('This is not signed by enough members of the committee: 2 are needed');
    await visit.page.getByLabel(names[1]!).check();
    await press('Record it');
    expect(await said()).toContain('Ask a colleague to look at the scan.');
    await expectFit(visit);
    expect(await shown()).toContain(`${names[0]!}, ${names[1]!}`);
    expect(await shown()).toContain('You cannot do this, because you');
    expect((await here.lives.grant(id)).stage).toBe('offered');

    visit = await here.visitAs(staff.manager, browsing);
    await visit.open(`/grants/${id}`);
    await follow('Look at the agreement signed on paper');
    await expectFit(visit);
    await press('The group has accepted');
    expect(await shown()).toContain('You have not said that the scan shows what is written here.');
    await visit.page.getByLabel('I have opened the scan.').check();
    await press('The group has accepted');
    expect(await said()).toContain('The group has accepted on paper.');
    expect((await here.lives.grant(id)).stage).toBe('active');
    expect(await here.lives.happened(id)).toEqual(
      expect.arrayContaining([
        `paper_acceptance_recorded by ${staff.officer.name}`,
        `offer_accepted_on_paper by ${staff.manager.name}`,
      ]),
    );
    await visit.open(`/grants/${id}/on-paper`);
    await expectFit(visit);
    expect(await shown()).toContain('Scan checked by');

    visit = await here.visitAs(group.people[0], browsing);
    await visit.open(`/grants/${id}`);
    expect(await shown()).toContain('by the agreement that you signed on paper');
  },
);
