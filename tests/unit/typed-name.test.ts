import { isNameOf } from '../../src/domain/award/typed-name';

describe('a typed name is the one that we know', () => {
  it.each([
    ['Grace Boateng', 'Grace Boateng'],
    ['  grace   BOATENG. ', 'Grace Boateng'],
    ['Boateng, Grace', 'Grace Boateng'],
    ['Mrs Grace Boateng', 'Grace Boateng'],
    ['Grace Boateng', 'Dr. Grace Boateng'],
    ['Grace Boateng', 'Grace Afua Boateng'],
    ['Grace A. Boateng', 'Grace Afua Boateng'],
    ['Grace Afua Boateng', 'Grace Boateng'],
    ['Sean OConnor', 'Seán O’Connor'],
    ["Seán O'Connor", 'Sean O Connor'],
    ['Anne Marie Smith Jones', 'Anne-Marie Smith-Jones'],
    ['Annemarie Jones', 'Anne-Marie Jones'],
    ['Lukasz Wojcik', 'Łukasz Wójcik'],
    ['Soren Strasse', 'Søren Straße'],
    ['Suwaibatu', 'Suwaibatu'],
    ['Ms', 'Ms'],
    ['王小明', '王小明'],
  ])('%s for %s', (typed, known) => {
    expect(isNameOf(typed, known)).toBe(true);
  });

  it.each([
    ['x', 'Grace Boateng'],
    ['', 'Grace Boateng'],
    ['...', 'Grace Boateng'],
    ['Grace', 'Grace Boateng'],
    ['Boateng', 'Grace Boateng'],
    ['G Boateng', 'Grace Boateng'],
    ['Kofi Boateng', 'Grace Boateng'],
    ['Grace Mensah', 'Grace Boateng'],
    ['Grace Boateng', 'Grace'],
    ['Mr', 'Mr Grace Boateng'],
    ['', ''],
  ])('and %s is none for %s', (typed, known) => {
    expect(isNameOf(typed, known)).toBe(false);
  });
});
