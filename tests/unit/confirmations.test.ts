import {
  asksSecondContact,
  confirmationKinds,
  confirmationStates,
  decisionConfirmationRefusal,
  panelConfirmationRefusal,
} from '../../src/domain/application/confirmations';

test('the second contact confirms where the policy says so, and not where it says nothing', () => {
  expect(asksSecondContact({ secondContact: 'required' })).toBe(true);
  expect(asksSecondContact({ secondContact: 'not asked' })).toBe(false);
  expect(asksSecondContact({})).toBe(false);
});

/** What keeps from the panel, and from being decided. */
const keeps = (...confirmations: Parameters<typeof panelConfirmationRefusal>[0]) => [
  panelConfirmationRefusal(confirmations)?.code,
  decisionConfirmationRefusal(confirmations)?.code,
];

test('nothing that was asked keeps nothing up', () => {
  expect(keeps()).toEqual([undefined, undefined]);
});

test.each([
  ['second_contact', 'SECOND_CONTACT_UNCONFIRMED', undefined],
  ['host', 'HOST_UNCONFIRMED', 'HOST_UNCONFIRMED'],
  ['application', undefined, 'APPLICATION_UNCONFIRMED'],
] as const)(
  'a confirmation of %s that was asked for or denied keeps from the panel: %s; from a decision: %s',
  (kind, panel, decision) => {
    for (const state of confirmationStates) {
      const isOpen = state === 'asked' || state === 'denied';
      expect([state, ...keeps({ kind, state })]).toEqual([
        state,
        isOpen ? panel : undefined,
        isOpen ? decision : undefined,
      ]);
    }
  },
);

test('the first that is wanted is said, with where it stands; a host that was replaced does not hide one that is asked', () => {
  const open = confirmationKinds.map((kind) => ({ kind, state: 'denied' as const }));
  expect(panelConfirmationRefusal(open)).toMatchObject({
    code: 'SECOND_CONTACT_UNCONFIRMED',
    facts: { state: 'denied' },
  });
  expect(decisionConfirmationRefusal(open)).toMatchObject({
    code: 'APPLICATION_UNCONFIRMED',
    facts: { state: 'denied' },
  });
  const hosts = [
    { kind: 'host', state: 'replaced' },
    { kind: 'host', state: 'asked' },
  ] as const;
  expect(panelConfirmationRefusal(hosts)).toMatchObject({ code: 'HOST_UNCONFIRMED', facts: { state: 'asked' } });
});
