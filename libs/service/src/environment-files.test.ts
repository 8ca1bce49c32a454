import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { afterAll, expect, test } from 'vitest';
import { databaseUrl, EnvironmentError, readEnvironment } from './environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (text: string): string => {
  const path = join(folder, 'key');
  writeFileSync(path, text);
  return path;
};
const variables = { KEY: z.string().optional() };

test.each([
  { content: 'secret', gives: 'secret', when: 'as it is' },
  { content: 'secret\n', gives: 'secret', when: 'without the line break that an editor adds' },
  { content: 'secret\r\n', gives: 'secret', when: 'without the line break of Windows' },
  { content: ' two \n\n', gives: ' two \n', when: 'with all other white space' },
  { content: '\n', gives: undefined, when: 'absent where the file is empty' },
])('the text of the file that NAME_FILE names is the value of NAME: $when', ({ content, gives }) => {
  expect(readEnvironment(variables, { KEY_FILE: fileWith(content) })['KEY']).toBe(gives);
});

test('a variable that is set goes before its file, an empty one does not', () => {
  const file = fileWith('from the file');
  expect(readEnvironment(variables, { KEY: 'own', KEY_FILE: file })).toEqual({ KEY: 'own' });
  expect(readEnvironment(variables, { KEY: '', KEY_FILE: file })).toEqual({ KEY: 'from the file' });
});

test('no file is opened for a variable that the program does not know', () => {
  expect(readEnvironment(variables, { OTHER_FILE: join(folder, 'absent') })).toEqual({});
});

test('a file that cannot be read is a problem of the environment, with its name and why', () => {
  const absent = { KEY_FILE: join(folder, 'absent') };
  expect(() => readEnvironment(variables, absent)).toThrow(EnvironmentError);
  expect(() => readEnvironment(variables, absent)).toThrow(/KEY_FILE.*absent.*ENOENT/);
});

test('the text of a file is refused by the rules of the variable, and not shown', () => {
  const wrong = { DATABASE_URL_FILE: fileWith('mysql://hidden') };
  expect(() => readEnvironment({ DATABASE_URL: databaseUrl }, wrong)).toThrow(EnvironmentError);
  expect(() => readEnvironment({ DATABASE_URL: databaseUrl }, wrong)).not.toThrow(/hidden/);
});
