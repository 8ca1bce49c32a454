import { warm } from '@todo/service/warm';

// Beside this file, once both are built. There is no database while an image is built.
await warm(new URL('app/main.mjs', import.meta.url), 'todo-backend', [
  { path: '/api/openapi.json', status: 200 },
  { path: '/api/warm/tasks', status: 503 },
  { path: '/api/warm/tasks', method: 'POST', body: { title: 'warm' }, status: 503 },
  { path: '/api/warm/tasks/1', method: 'PUT', body: { title: 'warm', due_at: null, tags: ['warm'] }, status: 503 },
  { path: '/api/warm/conversations', status: 503 },
  { path: '/api/warm/chat', method: 'POST', body: { message: 'Show my tasks' }, status: 503 },
]);
