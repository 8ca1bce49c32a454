import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { refuseEnvFiles } from './env-files.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frontend-'));
  await writeFile(join(folder, 'next.config.ts'), '');
});

afterEach(() => rm(folder, { recursive: true }));

test.each(['.env', '.env.local', '.env.production'])('%s in the app folder is refused by name', async (name) => {
  await writeFile(join(folder, name), 'SECRET=1');
  const because = expect.stringContaining(join(folder, name)) as string;
  await expect(refuseEnvFiles(folder)).rejects.toMatchObject({ code: 'ENV_FILE', because });
});

test('other files are fine', async () => {
  await expect(refuseEnvFiles(folder)).resolves.toBeUndefined();
});
