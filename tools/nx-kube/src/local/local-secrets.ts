import { randomBytes } from 'node:crypto';

import { resolveSecrets } from '@nx-kube/apply';
import type { Stack } from '@nx-kube/manifests';

import { PluginError } from '../error.ts';
import type { SecretInputs } from '../secrets/environment.ts';

/** The secret values of a run on this machine. */
export interface LocalSecrets {
  /** By `SecretSpec.value`. */
  readonly values: Readonly<Record<string, string>>;
  /** What was made up, now or in an earlier run: key of the Secret → base64. To be kept. */
  readonly kept: Readonly<Record<string, string>>;
  /** Where those come from that this run did not keep from an earlier one. */
  readonly sources: readonly { readonly key: string; readonly source: string }[];
}

/**
 * Finds the secret values as for a cluster: environment, then `.env`, then what an earlier run made, then made up. What the
 * run itself decides, such as the address that people see, nobody else gives. Pure but for the random bytes.
 *
 * @param decided names of `secrets` in the values that the run sets
 * @param stored what an earlier run kept: key of the Secret → base64
 * @throws PluginError MISSING_SECRET
 */
export function localSecrets(
  stack: Stack,
  inputs: SecretInputs,
  { decided, stored }: { readonly decided: readonly string[]; readonly stored: Readonly<Record<string, string>> },
): LocalSecrets {
  const specs = stack.secrets.specs.filter(({ value }) => !decided.includes(value));
  const live = Object.fromEntries(Object.entries(stored).map(([key, text]) => [key, decode(text)]));
  const { values, sources, missing } = resolveSecrets({ specs, ...inputs, live, random: randomBytes });
  if (missing.length > 0) {
    throw new PluginError('MISSING_SECRET', {
      doing: 'gather the secrets',
      because: `neither in the environment nor in .env: ${missing.map(({ env }) => env).join(', ')}`,
      fix: 'set them in the environment or in the file .env at the workspace root',
    });
  }
  const made = specs.filter(
    ({ key }) => stored[key] !== undefined || sources.some((each) => each.key === key && each.source === 'generated'),
  );
  return {
    values,
    kept: {
      ...stored,
      ...Object.fromEntries(made.map(({ key, value }) => [key, keep(stored[key], values[value] ?? '')])),
    },
    sources: sources.filter(({ source }) => source !== 'cluster' && source !== 'absent'),
  };
}

/** A value that the environment replaces for one run is still there for the next one without it. */
function keep(stored: string | undefined, now: string): string {
  return stored ?? Buffer.from(now).toString('base64');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
