import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Where secret values come from on this machine, told apart. */
export interface SecretInputs {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file `.env` at the workspace root, not expanded. */
  readonly dotenv: Readonly<Record<string, string>>;
}

/** Reads `.env` at the workspace root, if there is one, and takes out of the environment what Nx put there from it. */
export async function readSecretInputs(root: string, env: SecretInputs['environment']): Promise<SecretInputs> {
  const text = await readFile(join(root, '.env'), 'utf8').catch(() => '');
  const dotenv = parseEnv(text) as Record<string, string>;
  return { environment: withoutDotenv(env, dotenv), dotenv };
}

/**
 * Nx loads `.env` into the environment of every task, and replaces `$NAME` in its values on the way, which ruins a
 * password with a dollar sign. A variable that is what Nx makes of the file's line therefore counts as the file's. Pure.
 */
export function withoutDotenv(
  env: SecretInputs['environment'],
  dotenv: SecretInputs['dotenv'],
): Record<string, string | undefined> {
  const own = Object.entries(env).filter(([name, value]) => {
    const line = dotenv[name];
    return line === undefined || (value !== line && value !== expand(line, env));
  });
  return Object.fromEntries(own);
}

/** What dotenv-expand does with a value, without its nesting: `$NAME`, `${NAME}`, `${NAME:-default}`, `\$`. */
function expand(value: string, env: SecretInputs['environment']): string {
  const pattern = /(?<escape>\\)?\$(?:\{(?<braced>\w+)(?::?-(?<fallback>[^}]*))?\}|(?<plain>\w+))/g;
  return value.replace(pattern, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    if (groups['escape']) return whole.slice(1);
    return env[groups['braced'] ?? groups['plain'] ?? ''] ?? groups['fallback'] ?? '';
  });
}
