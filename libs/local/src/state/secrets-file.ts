import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Reads the secrets of a stack's local runs: keys, and values in base64.
 *
 * @returns `undefined` before the first start
 * @throws LocalError SECRETS_CORRUPTED
 */
export function readSecrets(folder: string): Readonly<Record<string, string>> | undefined {
  const path = secretsFile(folder);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if ((stat.mode & 0o077) !== 0 && process.platform !== 'win32') chmodSync(path, 0o600);
  const values = parse(readFileSync(path, 'utf8'));
  if (values !== undefined) return values;
  const fix = `delete ${path}: new secrets are made, and everybody has to sign in again; the data stays readable`;
  throw new LocalError('SECRETS_CORRUPTED', { doing: 'read the secrets', because: `${path} is damaged`, fix });
}

/** Writes them for their owner only, and so that a power cut does not take them. */
export function writeSecrets(folder: string, values: Readonly<Record<string, string>>): void {
  writeWhole(secretsFile(folder), `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600, sync: true });
}

function secretsFile(folder: string): string {
  return join(folder, 'secrets.json');
}

function parse(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;
    return Object.values(values).every((value) => typeof value === 'string')
      ? (values as Record<string, string>)
      : undefined;
  } catch {
    return undefined;
  }
}
