import type { LocalRoute } from '@nx-kube/manifests/local';
import { expect, test } from 'vitest';

import { pathMatches, routeTable } from './route-table.ts';

// The table of the Ingress documentation.
test.each([
  ['Prefix', '/', '/any/path', true],
  ['Exact', '/foo', '/foo', true],
  ['Exact', '/foo', '/bar', false],
  ['Exact', '/foo', '/foo/', false],
  ['Exact', '/foo/', '/foo', false],
  ['Prefix', '/foo', '/foo', true],
  ['Prefix', '/foo', '/foo/', true],
  ['Prefix', '/foo/', '/foo', true],
  ['Prefix', '/foo/', '/foo/', true],
  ['Prefix', '/aaa/bb', '/aaa/bbb', false],
  ['Prefix', '/aaa/bbb', '/aaa/bbb', true],
  ['Prefix', '/aaa/bbb/', '/aaa/bbb', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/ccc', true],
  ['Prefix', '/aaa/bbb', '/aaa/bbbxyz', false],
] as const)('%s %s and %s: %s', (pathType, path, request, matches) => {
  expect(pathMatches({ path, pathType }, request)).toBe(matches);
});

const HOSTS = ['todo.localhost', 'localhost'];
const route = (path: string, more: Partial<LocalRoute> = {}): LocalRoute => ({
  path,
  pathType: 'Prefix',
  service: path,
  port: 80,
  ...more,
});
const found = (routes: readonly LocalRoute[], path: string, host = 'localhost'): string | undefined =>
  routeTable(routes, HOSTS).find(host, path)?.service;

test('the longest path wins, wherever it stands', () => {
  const routes = [route('/'), route('/api/chat'), route('/api')];

  expect(['/x', '/api', '/api/chat/1', '/apix'].map((path) => found(routes, path))).toEqual([
    '/',
    '/api',
    '/api/chat',
    '/',
  ]);
});

test('between equal paths Exact wins', () => {
  const routes = [route('/api'), route('/api', { pathType: 'Exact', service: 'exact' })];

  expect([found(routes, '/api'), found(routes, '/api/x')]).toEqual(['exact', '/api']);
});

test('a name that no rule is for means the first name of the door', () => {
  const routes = [route('/', { host: 'todo.localhost', service: 'todo' })];

  expect([found(routes, '/', 'todo.localhost'), found(routes, '/', 'localhost')]).toEqual(['todo', 'todo']);
});

test('a name that has rules of its own has these', () => {
  const routes = [
    route('/', { host: 'todo.localhost', service: 'todo' }),
    route('/', { host: 'localhost', service: 'plain' }),
  ];

  expect(found(routes, '/', 'localhost')).toBe('plain');
});

test('a rule for a host comes before one for all hosts, and a name before a wildcard', () => {
  const routes = [
    route('/api', { service: 'all' }),
    route('/', { host: '*.localhost', service: 'wild' }),
    route('/', { host: 'todo.localhost', service: 'named' }),
  ];

  expect([
    found(routes, '/api', 'todo.localhost'),
    found(routes, '/api', 'other.localhost'),
    found(routes, '/api', 'else'),
  ]).toEqual(['named', 'wild', 'all']);
});

test('without a rule there is nothing', () => {
  expect(found([route('/api')], '/')).toBeUndefined();
  expect(found([], '/')).toBeUndefined();
  expect(found([route('/')], '*')).toBeUndefined();
});
