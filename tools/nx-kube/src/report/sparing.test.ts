import { expect, test } from 'vitest';

import { plainPrinter } from './printer.ts';
import { MOST_WAITING, sparing } from './sparing.ts';

const at = '2026-01-02T03:04:05.000Z';
const line = (text: string, seq: number) =>
  ({ type: 'log', process: 'api-1', stream: 'stdout', line: text, at, seq, elapsedMs: 1 }) as const;

test('lines that nobody reads are left out and counted; what is no line of a process is not', () => {
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text), writableLength: 0 };
  const printer = sparing(plainPrinter(out), out);
  printer.print(line('first', 1));
  out.writableLength = MOST_WAITING + 1;
  printer.print(line('second', 2));
  printer.print(line('third', 3));
  printer.print({ type: 'note', kind: 'warning', message: 'something happened', seq: 4, elapsedMs: 1 });
  out.writableLength = 0;
  printer.print(line('fourth', 5));
  const text = written.join('');
  expect(text).not.toContain('second');
  expect(text).toContain(
    'something happened\nnote      2 lines of processes left out while nobody read; see: npx nx-kube logs\n',
  );
  expect(text).toContain('fourth');
});
