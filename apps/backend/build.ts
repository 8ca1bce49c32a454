import { buildService } from '@todo/service/build';
import { join } from 'node:path';

await buildService({
  root: join(import.meta.dirname, '../..'),
  project: 'apps/backend',
  entries: ['main', 'migrate'],
  warm: 'warm',
  folders: { migrations: 'libs/todo-db/migrations' },
});
