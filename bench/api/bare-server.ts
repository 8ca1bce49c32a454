import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';

/**
 * What the list of tasks is held against: the same query, prepared as well, behind Hono and nothing else. No identity, no
 * checks, no log, no limits; rows go out as `pg` gives them.
 */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const columns =
  'id::int, user_id, title, description, completed, priority, due_at, tags, recurrence, version, created_at, updated_at';
const text = `SELECT ${columns}, (SELECT count(*) FROM tasks WHERE user_id = $1)::int AS total
  FROM tasks WHERE user_id = $1 ORDER BY created_at ASC, id ASC LIMIT $2 OFFSET $3`;

const app = new Hono();
app.get('/ready', (c) => c.body(null, 200));
app.get('/api/:user_id/tasks', async (c) => {
  const values = [c.req.param('user_id'), Number(c.req.query('limit') ?? 100), Number(c.req.query('skip') ?? 0)];
  const { rows } = await pool.query<{ total: number }>({ name: 'page', text, values });
  const tasks = rows.map(({ total: _total, ...task }) => task);
  return c.json({ tasks, total: rows[0]?.total ?? 0 });
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT']) });
