import { buildService } from '@todo/service/build';
import { join } from 'node:path';

await buildService({
  root: join(import.meta.dirname, '../..'),
  project: 'apps/mcp',
  entries: ['main', 'await-schema'],
  warm: 'warm',
  folders: { migrations: 'libs/todo-db/migrations' },
});
