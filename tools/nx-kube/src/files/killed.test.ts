import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { expect, test } from 'vitest';

import type { Output } from './output.ts';
import { replaceFiles } from './replace-files.ts';
import { replaceFolder } from './replace-folder.ts';

const NAMES = Array.from({ length: 20 }, (_, index) => `deep/${index % 3}/${index}.yaml`);
const output = (folder: string, text: string): Output => ({
  folder,
  files: Object.fromEntries(NAMES.map((name) => [name, text])),
  verb: 'render',
  usual: false,
  signal: new AbortController().signal,
});

/** Replaces the folder again and again, as fast as it can, until it is killed. */
const program = (name: string, folder: string): string => `
  import { ${name === 'replace-folder' ? 'replaceFolder' : 'replaceFiles'} as replace } from '${join(import.meta.dirname, name)}.ts';
  const { signal } = new AbortController();
  for (let run = 0; ; run++) {
    const files = Object.fromEntries(${JSON.stringify(NAMES)}.map((name) => [name, String(run)]));
    await replace({ folder: ${JSON.stringify(folder)}, files, verb: 'render', usual: false, signal });
    if (run === 0) console.log('begun');
  }`;

test('a folder of its own is whole whenever a process is killed, and the next one goes on from there', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  const folder = join(parent, 'out');
  try {
    for (let round = 0; round < 8; round += 1) {
      await killWhileWriting('replace-folder', folder, round * 7);
      const there = readdirSync(parent).includes('out') ? folder : join(parent, '.out.old');
      expect(new Set(NAMES.map((name) => readFileSync(join(there, name), 'utf8'))).size).toBe(1);
    }
    await replaceFolder(output(folder, 'last'));
    expect(readdirSync(parent)).toEqual(['out']);
  } finally {
    rmSync(parent, { recursive: true });
  }
});

test('in a folder that it shares, the next run sets everything right', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  try {
    for (let round = 0; round < 4; round += 1) await killWhileWriting('replace-files', parent, round * 7);
    await replaceFiles(output(parent, 'last'));
    expect(new Set(NAMES.map((name) => readFileSync(join(parent, name), 'utf8')))).toEqual(new Set(['last']));
    expect(readdirSync(parent).toSorted()).toEqual(['.nx-kube-render', 'deep']);
  } finally {
    rmSync(parent, { recursive: true });
  }
});

async function killWhileWriting(name: string, folder: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(name, folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  await once(child, 'exit');
}
