/** Takes the lock of a folder again and again, notes when it has it, and now and then dies with it. */
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { takeLock } from '../lock.ts';

const [folder = '', notes = '', rounds = '0'] = process.argv.slice(2);
const note = (what: string): void => appendFileSync(notes, `${what} ${process.pid}\n`);

for (let round = 0; round < Number(rounds); round++) {
  const lock = takeLock(folder);
  if ('pid' in lock) {
    await sleep(Math.random() * 4);
    continue;
  }
  note('took');
  if (round % 2 === 1) await sleep(Math.random() * 3);
  if (Math.random() < 0.15) {
    note('dies');
    process.kill(process.pid, 'SIGKILL');
  }
  note('gives');
  lock.release();
}
