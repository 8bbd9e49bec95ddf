import * as fc from 'fast-check';

import { bankDetailsRefusals, normaliseBankDetails } from '../../src/domain/money/bank-details';

const typed = { accountName: 'Heathfield Ecology Centre', sortCode: '08-99-99', accountNumber: '66374958' };
const summary = (change: Partial<typeof typed>) =>
  bankDetailsRefusals({ ...typed, ...change }).map(({ code, field }) => `${code} ${field ?? ''}`);

describe('bank details', () => {
  it.each(['08-99-99', '089999', '08 99 99', ' 08–99–99 '])('are kept in one form, typed as %p', (sortCode) => {
    expect(bankDetailsRefusals({ ...typed, sortCode })).toEqual([]);
    expect(
      normaliseBankDetails({ accountName: ' Heathfield  Ecology Centre', sortCode, accountNumber: '6637 4958' }),
    ).toEqual({
      accountName: 'Heathfield Ecology Centre',
      sortCode: '089999',
      accountNumber: '66374958',
    });
  });

  it.each([
    [{ accountName: ' ' }, 'ACCOUNT_NAME_MISSING /accountName'],
    [{ sortCode: '08-99-9' }, 'SORT_CODE_MALFORMED /sortCode'],
    [{ sortCode: '08.99.99' }, 'SORT_CODE_MALFORMED /sortCode'],
    [{ sortCode: '00-00-00' }, 'SORT_CODE_MALFORMED /sortCode'],
    [{ accountNumber: '6637495' }, 'ACCOUNT_NUMBER_MALFORMED /accountNumber'],
    [{ accountNumber: '663749588' }, 'ACCOUNT_NUMBER_MALFORMED /accountNumber'],
    [{ accountNumber: '6637495A' }, 'ACCOUNT_NUMBER_MALFORMED /accountNumber'],
    [{ accountNumber: 'A6374958' }, 'ACCOUNT_NUMBER_MALFORMED /accountNumber'],
    [{ accountNumber: '٦٦٣٧٤٩٥٨' }, 'ACCOUNT_NUMBER_MALFORMED /accountNumber'],
  ])('%p are refused', (change, expected) => {
    expect(summary(change)).toEqual([expected]);
    expect(JSON.stringify(bankDetailsRefusals({ ...typed, ...change }))).not.toContain('Heathfield');
  });

  it('do not change when they are normalised again', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (accountName, sortCode, accountNumber) => {
        const once = normaliseBankDetails({ accountName, sortCode, accountNumber });
        expect(normaliseBankDetails(once)).toEqual(once);
      }),
    );
  });
});
