import { expect, test } from 'vitest';

import { databaseStatements, roleStatements } from './accounts.ts';

test('each statement is one line, as single-user mode takes them', () => {
  const config = { data: '/d', user: 'todo', database: 'todo', password: 'p', port: 5432 };
  const statements = [...roleStatements('todo', 'SCRAM-SHA-256$x'), ...databaseStatements(config)];
  expect(statements.filter((statement) => statement.includes('\n'))).toEqual([]);
});

test('what the role asks for ends at the server, too, whoever sends it', () => {
  const statements = roleStatements('shop', 'SCRAM-SHA-256$x');
  expect(statements).toContain(`ALTER ROLE "shop" SET statement_timeout = '5s'`);
  expect(statements).toContain(`ALTER ROLE "shop" SET idle_in_transaction_session_timeout = '5s'`);
});
