import { Api, Refused, type Asker, type Asking, type Json } from '../../src/cli/story/api';
import { takeOverdue } from '../../src/delivery/reconcile';
import { haveLookAgain } from '../../src/delivery/runs';
import type { Engine } from './engine';

/** What a person is told over HTTP; what it holds is what the test asserts. */
export type Told = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- see above

/** Whoever asks over HTTP, by the API's document alone, of a Grantpot in the test's process. */
export interface FrontDoor {
  /** For the story's own steps. */
  readonly api: Api;
  /** Asks, and gives the answer back. Fails when it is a problem. */
  as(asker: Asker, operationId: string, asking?: Asking): Promise<Told>;
  /** Asks for what is not to be done: gives the problem back with its status. Fails when it was done. */
  refusal(asker: Asker, operationId: string, asking?: Asking): Promise<Told>;
  /** Waits until what somebody reads is as wished. */
  until(
    asker: Asker,
    operationId: string,
    asking: Asking,
    wished: (found: Told) => boolean,
    what: string,
  ): Promise<Told>;
  /** Moves the database's clock, and then takes all that fell due by then, as the reconciler does: subject by subject, until nothing is due. */
  moveTo(instant: string): Promise<void>;
}

/** Opens the front door of an engine. */
export async function openFrontDoor({ api: address, inbox, relaying }: Engine): Promise<FrontDoor> {
  const api = await Api.of(address.replace('/api/v1', ''));
  const missed: unknown[] = [];
  const telling = { ...relaying, onMiss: ({ error }: { readonly error: unknown }) => missed.push(error) };
  return {
    api,
    as: (asker, operationId, asking) => api.as(asker, operationId, asking),
    refusal: async (asker, operationId, asking) => {
      try {
        await api.as(asker, operationId, asking);
      } catch (error) {
        if (error instanceof Refused) return { status: error.status, ...error.problem };
        throw error;
      }
      throw new Error(`${operationId} was done, and should have been refused`);
    },
    until: (asker, operationId, asking, wished, what) =>
      api.until<Json>(asker, operationId, asking, (found) => wished(found), what),
    moveTo: async (instant) => {
      await inbox.moveClockTo(instant);
      for (;;) {
        const taken = await takeOverdue(telling, () => undefined, 0);
        if (missed.length > 0) throw new Error('what fell due could not be taken', { cause: missed[0] });
        if (taken.length === 0) return;
        for (const subject of taken) await haveLookAgain(relaying.runs, subject);
      }
    },
  };
}
