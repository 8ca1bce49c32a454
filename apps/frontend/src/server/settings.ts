import { commonVariables, databaseUrl, portVariable, readEnvironment } from '@todo/service';
import * as z from 'zod';

const SECRET_CHARACTERS = 32;

const url = z.url({ protocol: /^https?$/, error: 'it must be an http or https URL' });

const variables = {
  ...commonVariables,
  PORT: portVariable(3000),
  BACKEND_URL: url.describe('Where the backend is.'),
  MCP_URL: url.describe('Where the MCP server is.'),
  DATABASE_URL: databaseUrl,
  BETTER_AUTH_URL: url.describe('Address under which browsers reach this server.'),
  BETTER_AUTH_SECRET: z
    .string()
    .min(SECRET_CHARACTERS, `it must have at least ${SECRET_CHARACTERS} characters`)
    .describe('Secret from which all keys of this server are derived.'),
  TRUSTED_ORIGINS: z
    .string()
    .regex(
      /^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/,
      'it must be origins such as https://a.example, with commas between them',
    )
    .default('')
    .describe('Origins besides BETTER_AUTH_URL from which browsers may sign in.'),
};

/** What the server reads from its environment; each field is named as its variable is. */
export type Settings = ReturnType<typeof readSettings>;

/** @throws EnvironmentError with one sentence per variable; none repeats a value */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<typeof variables>> {
  return readEnvironment(variables, environment);
}
