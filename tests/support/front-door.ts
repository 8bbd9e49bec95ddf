import { Api, Refused, type Asker, type Asking, type Json } from '../../src/cli/story/api';
import { takeOverdue } from '../../src/delivery/reconcile';
import { haveLookAgain } from '../../src/delivery/runs';
import { ApiDocument } from './api-document';
import type { Engine } from './engine';

/** What a person is told over HTTP; what it holds is what the test asserts. */
export type Told = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- see above

/**
 * Whoever asks over HTTP, by the API's document alone, of a Grantpot in the test's process. Each answer that is not what the document
 * says of it, down to the code of a problem, fails the test.
 */
export interface FrontDoor {
  /** For the story's own steps. */
  readonly api: Api;
  readonly document: ApiDocument;
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

/** Opens the front door of an engine, or of whatever answers at an address; there the clock cannot be moved. */
export async function openFrontDoor({
  api: address,
  inbox,
  relaying,
}: Pick<Engine, 'api'> & Partial<Pick<Engine, 'inbox' | 'relaying'>>): Promise<FrontDoor> {
  const url = address.replace('/api/v1', '');
  const api = await Api.of(url);
  const document = new ApiDocument(await (await fetch(`${address}/openapi.json`)).json());
  const missed: unknown[] = [];
  const asSaid = (operationId: string, status: number, type: string, body: unknown): void => {
    const fault = document.answerFault(operationId, { status, type, body });
    if (fault !== undefined) throw new Error(fault);
  };
  return {
    api,
    document,
    as: async (asker, operationId, asking) => {
      const answer = await api.as(asker, operationId, asking);
      const statuses = Object.keys(document.operation(operationId).said.responses);
      // What was answered 202 at first comes together from two answers.
      if (answer['address'] === undefined && answer['text'] === undefined)
        asSaid(operationId, Number(statuses[0]), 'application/json', answer);
      return answer;
    },
    refusal: async (asker, operationId, asking) => {
      try {
        await api.as(asker, operationId, asking);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        asSaid(operationId, error.status, 'application/problem+json', error.problem);
        return { ...error.problem, status: error.status };
      }
      throw new Error(`${operationId} was done, and should have been refused`);
    },
    until: async (asker, operationId, asking, wished, what) =>
      api.until<Json>(asker, operationId, asking, (found) => wished(found), what),
    moveTo: async (instant) => {
      if (inbox === undefined || relaying === undefined) throw new Error('this door is opened on another process');
      const telling = { ...relaying, onMiss: ({ error }: { readonly error: unknown }) => missed.push(error) };
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
