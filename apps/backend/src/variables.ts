import { commonVariables, databaseUrl, httpUrl, portVariable } from '@todo/service';
import * as z from 'zod';
import { limitVariables } from './limits/limit-variables.ts';

/** Everything that the backend reads of its environment. */
export const variables = {
  ...commonVariables,
  ...limitVariables,
  PORT: portVariable(8000),
  DATABASE_URL: databaseUrl,
  AUTH_ISSUER: httpUrl.describe('Who signs tokens: the public address of the application.'),
  AUTH_JWKS_URL: httpUrl.describe('Where the public keys of the tokens are, as reached from here.'),
  MCP_URL: httpUrl.describe('Origin of the MCP server, through which an assistant acts.'),
  OPENAI_API_KEY: z.string().optional().describe('Key of the OpenAI-compatible endpoint.'),
  OPENAI_BASE_URL: httpUrl
    .optional()
    .describe('OpenAI-compatible endpoint; without it and without a key the offline rules answer.'),
  OPENAI_MODEL: z.string().default('gpt-4.1-mini').describe('Model to ask.'),
  CHAT_TURN_SECONDS: z.coerce
    .number()
    .min(5)
    .max(600)
    .default(50)
    .describe('Seconds that an answer may take; an ingress gives up on a silent request after 60.'),
};
