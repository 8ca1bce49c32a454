import { commonVariables, databaseUrl, httpUrl, portVariable } from '@todo/service';
import * as z from 'zod';

/** What the service reads from its environment. */
export const variables = {
  ...commonVariables,
  PORT: portVariable(8001),
  DATABASE_URL: databaseUrl,
  AUTH_ISSUER: httpUrl.describe('Who signs tokens: the public address of the application.'),
  AUTH_JWKS_URL: httpUrl.describe('Where the public keys of the tokens are, as reached from here.'),
  RATE_TOOLS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(1200)
    .describe('Requests that one person may send in a minute, over all replicas.'),
};
