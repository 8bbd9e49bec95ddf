import { invoiceDueAt } from '../../src/domain/purchases/invoice-due';

describe('when an invoice is to be paid', () => {
  it('is so many days after the day of the invoice, at 5pm in London, whenever it was matched', () => {
    expect(invoiceDueAt('2026-11-17', '2026-11-25T09:30:00.000Z', 'P14D')).toBe('2026-12-01T17:00:00.000Z');
    expect(invoiceDueAt('2027-03-20', '2027-03-21T09:30:00.000Z', 'P14D')).toBe('2027-04-03T16:00:00.000Z');
  });

  it('is an exact time after it was matched, where the pot counts so', () => {
    expect(invoiceDueAt('2026-11-17', '2026-11-25T09:30:00.000Z', 'PT10M')).toBe('2026-11-25T09:40:00.000Z');
  });
});
