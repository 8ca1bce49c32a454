import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseBases, rewriteBases } from './dockerfile.ts';

const PROJECTS = new Set(['node-base', 'backend', 'assets']);

test.each([
  { when: 'FROM names one', text: 'FROM node-base\nCMD ["x"]\n', bases: ['node-base'] },
  { when: 'a stage is built on one', text: 'from node-base as warm\nFROM scratch\n', bases: ['node-base'] },
  { when: 'a platform is given', text: 'FROM --platform=linux/arm64 node-base\n', bases: ['node-base'] },
  { when: 'files are copied from one', text: 'FROM scratch\nCOPY --chown=1 --from=assets /a /a\n', bases: ['assets'] },
  {
    when: 'two are named, one twice',
    text: 'FROM node-base\nFROM assets\nFROM node-base\n',
    bases: ['node-base', 'assets'],
  },
  { when: 'the image is a foreign one', text: 'FROM debian:bookworm-slim\n', bases: [] },
  { when: 'a project name has a tag', text: 'FROM node-base:1\n', bases: [] },
  { when: 'the name is that of an earlier stage', text: 'FROM debian AS node-base\nFROM Node-Base\n', bases: [] },
  { when: 'the line is a comment', text: '# FROM node-base\nFROM scratch\n', bases: [] },
  { when: 'the line continues a RUN', text: 'FROM scratch\nRUN echo \\\nFROM node-base\n', bases: [] },
  { when: 'a comment stands in a continued RUN', text: 'FROM scratch\nRUN echo \\\n# x\nFROM node-base\n', bases: [] },
  { when: 'the line is text of a heredoc', text: 'FROM scratch\nRUN <<EOF\nFROM node-base\nEOF\n', bases: [] },
  { when: 'it comes after a heredoc', text: 'FROM scratch\nRUN <<EOF\nx\nEOF\nFROM node-base\n', bases: ['node-base'] },
  { when: 'lines end as on Windows', text: 'FROM node-base\r\nCMD ["x"]\r\n', bases: ['node-base'] },
  { when: 'the file is empty', text: '', bases: [] },
])('the bases are $bases when $when', ({ text, bases }) => {
  expect(parseBases(text, PROJECTS)).toEqual(bases);
});

test('a reference takes the place of the name, and nothing else changes', () => {
  const text =
    '# syntax\nFROM --platform=linux/amd64  node-base  AS node-base\nRUN true\nCOPY --from=assets /a /b\nFROM node-base\n';
  expect(rewriteBases(text, { 'node-base': 'node-base:01', assets: 'registry.local/assets:02' })).toBe(
    '# syntax\nFROM --platform=linux/amd64  node-base:01  AS node-base\nRUN true\nCOPY --from=registry.local/assets:02 /a /b\nFROM node-base\n',
  );
});

test('a name without a reference stays', () => {
  expect(rewriteBases('FROM node-base\n', {})).toBe('FROM node-base\n');
});

test('no text makes the parser fail, and without references it is never changed', () => {
  const words = fc.constantFrom(
    'FROM',
    'node-base',
    ' AS ',
    'x',
    '\n',
    '\\',
    ' ',
    '#',
    'RUN',
    '<<EOF',
    '--from=',
    'COPY',
  );
  fc.assert(
    fc.property(fc.array(words), (parts) => {
      const text = parts.join('');
      parseBases(text, PROJECTS);
      expect(rewriteBases(text, {})).toBe(text);
    }),
  );
});
