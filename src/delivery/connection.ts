import { type ConnectionOptions, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

const tries = 4;

/**
 * How clients reach Temporal. What fails is tried again for under a second, not for 20 as the client would by itself: a command that
 * cannot be taken to its run is answered 202 at once, and the relay goes on. A connection that passes nothing more is noticed within 14
 * seconds and not 45; asked more often than every 10, Temporal would end it (its `frontend.keepAliveMinTime`).
 */
export function connectionTo(address: string): ConnectionOptions {
  return {
    address,
    connectTimeout: '3 seconds',
    channelArgs: { 'grpc.keepalive_time_ms': 11_000, 'grpc.keepalive_timeout_ms': 3_000 },
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: tries }))],
  };
}
