import { type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

const tries = 4;

/**
 * How clients reach Temporal. What fails is tried again for under a second, not for 20 as the client would by itself: a command that
 * cannot be taken to its run is answered 202 at once, and the relay goes on.
 */
export function connectionTo(address: string): ConnectionOptions {
  return {
    address,
    connectTimeout: '3 seconds',
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: tries }))],
  };
}
