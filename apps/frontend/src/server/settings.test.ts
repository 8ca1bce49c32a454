import { expect, test } from 'vitest';

import { readSettings } from './settings.ts';

const complete = {
  BACKEND_URL: 'http://backend-service:8000',
  MCP_URL: 'http://mcp-service:8001',
  DATABASE_URL: 'postgres://todo@postgres:5432/todo',
  BETTER_AUTH_URL: 'http://todo.local',
  BETTER_AUTH_SECRET: 'a-secret-of-at-least-32-characters',
};

function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    // One problem per line; see EnvironmentError in libs/service.
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

test('what is not set but has a default gets it', () => {
  const defaults = { HOST: '0.0.0.0', PORT: 3000, LOG_LEVEL: 'info', DRAIN_SECONDS: 5, TRUSTED_ORIGINS: '' };
  expect(readSettings(complete)).toEqual({ ...complete, ...defaults });
});

test('an empty environment names every variable that must be set, each once', () => {
  const problems = problemsOf({});
  expect(new Set(problems.map((problem) => problem.split(' ')[0]))).toEqual(new Set(Object.keys(complete)));
  expect(problems).toHaveLength(Object.keys(complete).length);
});

test.each([
  ['BACKEND_URL', 'backend-service:8000'],
  ['BACKEND_URL', 'ftp://backend-service'],
  ['MCP_URL', 'nonsense'],
  ['BETTER_AUTH_URL', ''],
  ['BETTER_AUTH_SECRET', 'short-and-secret'],
  ['DATABASE_URL', 'mysql://nonsense'],
  ['TRUSTED_ORIGINS', 'todo.test'],
  ['TRUSTED_ORIGINS', 'https://todo.test/path'],
  ['PORT', '3000a'],
  ['PORT', '70000'],
  ['LOG_LEVEL', 'loud'],
  ['DRAIN_SECONDS', '-1'],
])('%s=%j is one sentence that names the variable and not its value', (name, value) => {
  const problems = problemsOf({ ...complete, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} .*\\.$`));
  expect(problems[0]?.includes(value || 'nothing')).toBe(false);
});
