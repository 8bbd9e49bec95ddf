import { z } from 'zod';

const schema = z.object({
  GRANTPOT_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:8080'),
  GRANTPOT_DATA_DIR: z.string().default('.data'),
});

/** Where the journey goes: the address of a running Grantpot, and the data directory that has its `demo.json`. */
export function environmentOfJourney(source: NodeJS.ProcessEnv = process.env): {
  readonly url: string;
  readonly dataDirectory: string;
} {
  const { GRANTPOT_URL, GRANTPOT_DATA_DIR } = schema.parse(source);
  return { url: GRANTPOT_URL.replace(/\/+$/, ''), dataDirectory: GRANTPOT_DATA_DIR };
}
