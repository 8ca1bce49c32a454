import { expect, test } from 'vitest';
import { linesOf } from './ndjson.ts';

async function lines(...chunks: readonly Uint8Array[]): Promise<readonly string[]> {
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const found: string[] = [];
  for await (const line of linesOf(all())) found.push(line);
  return found;
}

test('lines come whole wherever the bytes are cut', async () => {
  const text = Buffer.from('{"a":"é€"}\n{"b":1}\n');
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(await lines(text.subarray(0, cut), text.subarray(cut))).toEqual(['{"a":"é€"}', '{"b":1}']);
  }
});

test('a line that was cut off is dropped', async () => {
  expect(await lines(Buffer.from('{"a":1}\n{"b":'))).toEqual(['{"a":1}']);
});
