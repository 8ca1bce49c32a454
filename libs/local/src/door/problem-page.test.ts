import { expect, test } from 'vitest';

import type { DoorProblem } from './problem.ts';
import { problemPage } from './problem-page.ts';

const BROWSER = { method: 'GET', accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const CURL = { method: 'GET', accept: '*/*' };

const PROBLEMS: readonly [number, DoorProblem][] = [
  [400, { type: 'request', because: 'It names more than one host.' }],
  [405, { type: 'method', method: 'TRACE' }],
  [421, { type: 'host', host: 'evil.example', urls: ['http://todo.localhost:8080'] }],
  [404, { type: 'path', path: '/x' }],
  [503, { type: 'absent', service: 'backend' }],
  [503, { type: 'starting', service: 'backend', because: 'backend-1 starts' }],
  [503, { type: 'unready', service: 'backend' }],
  [502, { type: 'gateway', service: 'backend', because: 'it is broken' }],
  [503, { type: 'opening' }],
  [503, { type: 'closing' }],
];

const header = (page: ReturnType<typeof problemPage>, name: string): string | undefined =>
  page.headers[page.headers.indexOf(name) + 1];

test.each(PROBLEMS)('%i is never kept, and has the length it says', (status, problem) => {
  for (const reader of [BROWSER, CURL]) {
    const page = problemPage(problem, reader);
    expect(page.status).toBe(status);
    expect(header(page, 'Cache-Control')).toBe('no-store');
    expect(header(page, 'Content-Length')).toBe(String(Buffer.byteLength(page.body)));
  }
});

test('a browser gets a page, everything else gets text', () => {
  const [, problem] = PROBLEMS[7] ?? PROBLEMS[0]!;

  expect(problemPage(problem, BROWSER).body).toMatch(/^<!doctype html>/);
  expect(problemPage(problem, CURL).body).not.toContain('<');
  expect(problemPage(problem, { method: 'GET' }).body).not.toContain('<');
});

test('what gives no answer is named, with the cause', () => {
  const { body } = problemPage({ type: 'gateway', service: 'backend', because: 'its process died' }, CURL);

  expect(body).toContain('backend');
  expect(body).toContain('Its process died.');
});

test('while a Service starts, the page asks again by itself', () => {
  const page = problemPage({ type: 'starting', service: 'backend', because: 'backend-1 starts' }, BROWSER);

  expect(page.body).toContain('<meta http-equiv="refresh" content="1">');
  expect(page.body).toContain('backend-1 starts.');
  expect(header(page, 'Retry-After')).toBe('1');
});

test('a form that was sent is not sent again by the page', () => {
  const page = problemPage({ type: 'starting', service: 'backend' }, { ...BROWSER, method: 'POST' });

  expect(page.body).not.toContain('http-equiv="refresh"');
});

test('what does not pass by waiting is not asked again', () => {
  expect(problemPage({ type: 'path', path: '/x' }, BROWSER).body).not.toContain('http-equiv="refresh"');
});

test('nothing of a request becomes part of the page', () => {
  const { body, headers } = problemPage({ type: 'host', host: '"><script>alert(1)</script>', urls: [] }, BROWSER);

  expect(body).not.toContain('<script');
  expect(headers.join(' ')).toContain("default-src 'none'");
});
