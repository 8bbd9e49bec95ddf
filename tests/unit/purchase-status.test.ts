import { purchaseStates as states } from '../../src/domain/lives/purchase-life';
import { purchaseStatus, type PurchaseReader } from '../../src/domain/purchases/purchase-status';

const readers: readonly PurchaseReader[] = ['buyer', 'provider', 'staff'];

test('each state has a few words for each reader, and a colour', () => {
  for (const state of states)
    for (const reader of readers) {
      const { words, meaning } = purchaseStatus(state, false, reader);
      expect([state, reader, words]).toEqual([state, reader, expect.stringMatching(/^[A-Z][\w’]*( [\w’]+){0,3}$/)]);
      expect(['yours', 'other', 'late', 'done', 'over']).toContain(meaning);
    }
});

test.each([
  ['requested', 'staff'],
  ['authorised', 'buyer'],
  ['ordered', 'provider'],
  ['accepted', 'provider'],
  ['delivered', 'provider'],
  ['not_delivered', 'buyer'],
  ['invoiced', 'staff'],
  ['disputed', 'provider'],
] as const)('%s is the turn of the %s alone', (state, whose) => {
  for (const reader of readers)
    expect([reader, purchaseStatus(state, false, reader).meaning === 'yours']).toEqual([reader, reader === whose]);
});

test('on hold it is paused for everybody, unless it is over already', () => {
  for (const state of states)
    for (const reader of readers) {
      const { words, meaning } = purchaseStatus(state, false, reader);
      const held = purchaseStatus(state, true, reader);
      expect([state, held]).toEqual([
        state,
        meaning === 'done' || meaning === 'over' ? { words, meaning } : { words: 'On hold', meaning: 'late' },
      ]);
    }
  expect(purchaseStatus('paid', true, 'buyer')).toEqual({ words: 'Paid', meaning: 'done' });
  expect(purchaseStatus('cancelled', true, 'provider')).toEqual({ words: 'Cancelled', meaning: 'over' });
});
