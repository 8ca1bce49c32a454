import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from 'vitest';

const module = new URL('signals.ts', import.meta.url).href;

/** A program that says what it is asked for, and takes a second to end. */
async function program(
  patience: string,
): Promise<{ kill: () => void; end: () => Promise<{ code: number; said: string }> }> {
  const source = `
    import { abortOnSignals, WITH_SERVICES } from ${JSON.stringify(module)};
    const { signal, hurry } = abortOnSignals(${patience});
    const alive = setTimeout(() => process.exit(9), 20_000);
    signal.addEventListener('abort', () => { console.log('tidy'); setTimeout(() => process.exit(0), 1200); });
    hurry.addEventListener('abort', () => { console.log('hurry'); setTimeout(() => process.exit(3), 50); });
    console.log('up');`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child.stdout, 'data');
  return {
    kill: () => void child.kill('SIGINT'),
    end: async () => {
      const [code] = (await once(child, 'close')) as [number];
      return { code, said: said.replaceAll('\n', ' ').trim() };
    },
  };
}

test('one Ctrl-C that npm forwards once more asks for a tidy end only', async () => {
  const { kill, end } = await program('WITH_SERVICES');
  kill();
  await sleep(50);
  kill();
  expect(await end()).toEqual({ code: 0, said: 'up tidy' });
});

test('a second Ctrl-C asks to end at once: the work may still do so itself', async () => {
  const { kill, end } = await program('WITH_SERVICES');
  kill();
  await sleep(700);
  kill();
  expect(await end()).toEqual({ code: 3, said: 'up tidy hurry' });
});

test('work without services of its own is ended by the second Ctrl-C', async () => {
  const { kill, end } = await program('');
  kill();
  await sleep(700);
  kill();
  expect((await end()).code).toBe(130);
});
