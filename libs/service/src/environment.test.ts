import { expect, test } from 'vitest';
import { commonVariables, databaseUrl, EnvironmentError, portVariable, readEnvironment } from './environment.ts';

const variables = { ...commonVariables, PORT: portVariable(8000), DATABASE_URL: databaseUrl };
const url = 'postgres://todo:secret@postgres:5432/todo';

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readEnvironment(variables, environment);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

test('what is absent or empty has its default', () => {
  expect(readEnvironment(variables, { DATABASE_URL: url, LOG_LEVEL: '' })).toEqual({
    HOST: '0.0.0.0',
    LOG_LEVEL: 'info',
    DRAIN_SECONDS: 5,
    PORT: 8000,
    DATABASE_URL: url,
  });
});

test.each([
  { when: 'a needed variable is absent', environment: {}, says: ['DATABASE_URL is not set'] },
  {
    when: 'several are wrong',
    environment: { DATABASE_URL: url, PORT: '70000', LOG_LEVEL: 'loud' },
    says: ['LOG_LEVEL is not valid', 'PORT is not valid'],
  },
])('$when: one sentence per variable', ({ environment, says }) => {
  const problems = problemsOf(environment);
  expect(problems).toHaveLength(says.length);
  for (const text of says) expect(problems.join('\n')).toContain(text);
});

test('a value that is refused is not shown', () => {
  expect(() => readEnvironment(variables, { DATABASE_URL: 'mysql://hidden' })).toThrow(EnvironmentError);
  expect(() => readEnvironment(variables, { DATABASE_URL: 'mysql://hidden' })).not.toThrow(/hidden/);
});
