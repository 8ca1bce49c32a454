import { expect, test } from 'vitest';

import type { RunEvent } from './events.ts';
import { plainPrinter, treePrinter } from './printer.ts';

const at = { seq: 1, elapsedMs: 1 };
const ref = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'app', name: 'api' };

function collect(): { readonly out: { write: (text: string) => number }; readonly text: () => string } {
  const written: string[] = [];
  return { out: { write: (text) => written.push(text) }, text: () => written.join('') };
}

test('what is still so is told once', () => {
  const { out, text } = collect();
  const printer = plainPrinter(out);
  const waiting: RunEvent = { type: 'waiting', ref, message: '1 of 2', ...at };
  printer.print(waiting);
  printer.print(waiting);
  expect(text().trim().split('\n')).toHaveLength(1);
});

test('what happens again is told again: somebody who saves a file twice sees it twice', () => {
  const { out, text } = collect();
  const printer = plainPrinter(out);
  const changed: RunEvent = { type: 'note', kind: 'changed', message: 'src/main.ts', ...at };
  printer.print(changed);
  printer.print(changed);
  expect(text()).toBe('changed   src/main.ts\nchanged   src/main.ts\n');
});

test('what others have written behind the live part goes with it', () => {
  const { out, text } = collect();
  const printer = treePrinter(out, false);
  printer.print({ type: 'waiting', ref, message: '1 of 2', ...at });
  const before = text().length;
  const behind = '⠋ Calculating the project graph';
  out.write(behind);
  printer.print({ type: 'ready', ref, ...at });
  printer.end();
  const after = text().slice(before);
  expect(after.slice(0, after.indexOf('ready'))).toBe(`${behind}\r\u001B[2A\u001B[0J`);
});
