import { expect, test } from 'vitest';

import { accepts, startupMessage } from './startup.ts';

function message(type: string, body: string): Buffer {
  const bytes = Buffer.from(body, 'latin1');
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

test('the startup message carries its own length, the protocol, role and database', () => {
  const bytes = startupMessage('todo', 'shop');
  expect(bytes.readInt32BE(0)).toBe(bytes.length);
  expect(bytes.readInt32BE(4)).toBe(196_608);
  expect(bytes.subarray(8).toString()).toBe('user\0todo\0database\0shop\0\0');
});

test.each([
  { verdict: true, when: 'it asks for a password', answer: message('R', '\0\0\0\x0aSCRAM-SHA-256\0\0') },
  { verdict: true, when: 'it refuses this role', answer: message('E', 'SFATAL\0C28000\0Mno entry\0\0') },
  { verdict: false, when: 'it is starting up', answer: message('E', 'SFATAL\0C57P03\0Mstarting up\0\0') },
  { verdict: false, when: 'it is no PostgreSQL', answer: Buffer.from('HTTP/1.1 400 Bad Request') },
  { verdict: undefined, when: 'nothing has come yet', answer: Buffer.alloc(0) },
  { verdict: undefined, when: 'the error is not complete', answer: message('E', 'SFATAL\0C57P03\0').subarray(0, 9) },
])('the verdict is $verdict when $when', ({ verdict, answer }) => {
  expect(accepts(answer)).toBe(verdict);
});
