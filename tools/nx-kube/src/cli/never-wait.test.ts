import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

const module = new URL('never-wait.ts', import.meta.url).href;

test('a program whose output nobody reads goes on with its work', async () => {
  const source = `
    import { neverWait } from ${JSON.stringify(module)};
    neverWait(process.stdout);
    for (let line = 0; line < 5000; line++) process.stdout.write('x'.repeat(1000));
    process.send('went on');`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  expect(await once(child, 'message')).toContain('went on');
  child.kill('SIGKILL');
  await once(child, 'exit');
});
