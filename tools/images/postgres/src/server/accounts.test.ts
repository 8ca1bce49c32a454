import { expect, test } from 'vitest';

import { databaseStatements, roleStatements } from './accounts.ts';

test('each statement is one line, as single-user mode takes them', () => {
  const config = { data: '/d', user: 'todo', database: 'todo', password: 'p', port: 5432 };
  const statements = [...roleStatements('todo', 'SCRAM-SHA-256$x'), ...databaseStatements(config)];
  expect(statements.filter((statement) => statement.includes('\n'))).toEqual([]);
});
