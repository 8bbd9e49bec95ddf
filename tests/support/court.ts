import { addSomebody, type Party } from '../../src/cli/story/people';
import type { Person } from '../../src/cli/story/cast';
import type { Pot } from '../../src/cli/story/stages';
import { createSeal } from '../../db/seal';
import { deliverOutbox } from '../../src/delivery/outbox';
import type { OutgoingMail } from '../../src/delivery/mail/transport';
import { accepted, anEmployerOverHttp, aProviderOverHttp } from '../builders/over-http';
import { purchaseRules } from '../builders/policy';
import type { WholeLives } from './whole-lives';

/** A court worker with a budget, and a provider who offers one service. */
export interface Court {
  readonly pot: Pot;
  readonly grantId: string;
  readonly employer: Party;
  readonly provider: Party;
  readonly worker: Person;
  /** Sends the mails that wait. @returns them, the newest last */
  mails(): Promise<readonly OutgoingMail[]>;
  /** The path of the link in the newest mail to somebody. */
  linkIn(mails: readonly OutgoingMail[], to: Person): string;
}

let courts = 0;

/** A budget of £2,000 that a court worker buys from, alone up to so much. */
export async function aCourt(
  lives: WholeLives,
  { ownLimitPence, inTheBankPence = 0 }: { readonly ownLimitPence: number; readonly inTheBankPence?: number },
): Promise<Court> {
  courts += 1;
  const { door, staff, engine } = lives;
  const mark = String(courts);
  const pot = await lives.aPot({ purchases: purchaseRules }, inTheBankPence);
  const employer = await anEmployerOverHttp(door, staff, `Croydon Women’s Court ${mark}`);
  const provider = await aProviderOverHttp(door, staff, `Women’s Counselling ${mark}`);
  const worker = await addSomebody(door.api, staff, `Court Worker ${mark}`, `worker@court${mark}.example`, {
    role: 'budget_holder',
    partyId: employer.id,
    ownLimitPence,
  });
  const grantId = await lives.offered(pot, { party: employer, askedPence: 200_000 });
  await accepted(door, grantId, employer);
  await door.as(provider.people[0], 'addService', {
    id: provider.id,
    body: {
      need: 'counselling',
      name: 'Six sessions of counselling',
      pricePence: 24_000,
      area: 'Croydon',
      whoFor: 'Women over 18',
      nextFreeOn: '2035-01-08',
    },
  });
  const seal = createSeal(engine.fieldKey);
  return {
    pot,
    grantId,
    employer,
    provider,
    worker,
    mails: async () => {
      const sent: OutgoingMail[] = [];
      await deliverOutbox({
        db: engine.relaying.db,
        mail: { send: (mail) => Promise.resolve(void sent.push(mail)), close: () => undefined },
        publicUrl: 'http://127.0.0.1',
        sign: seal.fingerprint,
        onMiss: ({ error }) => {
          throw new Error(error);
        },
      });
      return sent;
    },
    linkIn: (mails, to) => {
      const mail = mails.findLast(({ to: { address } }) => address === to.email);
      const path = /http:\/\/127\.0\.0\.1(\/\S+)/.exec(mail?.text ?? '')?.[1];
      if (path === undefined) throw new Error('there is no mail with a link for them');
      return path;
    },
  };
}
