import pg from 'pg';
import { startScratch, type Scratch } from './scratch.ts';

/** 200 people, and 50 conversations of each, of which those up to number 1000 hold something. */
const FILL = `
INSERT INTO "user" (id, name, email, "emailVerified")
  SELECT 'user ' || n, 'n', n || '@example.org', true FROM generate_series(1, 200) AS n;
INSERT INTO tasks (user_id, title, completed, due_at, tags, created_at)
  SELECT 'user ' || 1 + n % 200, 'task ' || n, n % 3 = 0, now() + n * interval '1 minute', ARRAY['a'],
    now() - n * interval '1 minute' FROM generate_series(1, 40000) AS n;
INSERT INTO conversations (user_id, title, updated_at)
  SELECT 'user ' || 1 + n % 200, 'c', now() - n * interval '1 minute' FROM generate_series(1, 10000) AS n;
CREATE TEMPORARY VIEW talks AS SELECT id AS conversation_id, user_id FROM conversations WHERE id <= 1000;
INSERT INTO messages (conversation_id, user_id, role, content)
  SELECT conversation_id, user_id, 'user', 'x' FROM talks, generate_series(1, 20);
INSERT INTO chat_turns (id, user_id, conversation_id, last_seq, deadline_at, started_at)
  SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n * 1000 + conversation_id), 12, '0'))::uuid, user_id, conversation_id,
    10, now(), now() - (n * 1000 + conversation_id) * interval '15 seconds' FROM talks, generate_series(0, 5) AS n;
INSERT INTO chat_events (turn_id, seq, event, data)
  SELECT id, seq, 'delta', '{}' FROM chat_turns, generate_series(1, 10) AS seq;
INSERT INTO task_events (event_type, task_id, user_id, task_data, created_at)
  SELECT 'created', n, 'user ' || 1 + n % 200, '{}', now() - n * interval '135 seconds' FROM generate_series(1, 20000) AS n;
INSERT INTO rate_windows (key, window_start, used, last_granted)
  SELECT 'key ' || n, now() - n * interval '4.5 seconds', 1, 1 FROM generate_series(1, 20000) AS n;
INSERT INTO idempotency_keys (user_id, key, route, request_hash, created_at)
  SELECT 'user ' || 1 + n % 200, 'key ' || n, 'r', 'h', now() - n * interval '4.5 seconds' FROM generate_series(1, 20000) AS n;
INSERT INTO confirmations (id, user_id, conversation_id, action, payload, expires_at)
  SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n * 1000 + conversation_id), 12, '0'))::uuid, user_id, conversation_id,
    'a', '{}', now() - interval '80 minutes' + (n * 1000 + conversation_id) * interval '1 second'
    FROM talks, generate_series(0, 19) AS n;
INSERT INTO session (id, token, "userId", "updatedAt", "expiresAt")
  SELECT n, n, 'user ' || 1 + n % 200, now(), now() - interval '30 hours' + n * interval '1 minute'
    FROM generate_series(1, 10000) AS n;
INSERT INTO verification (id, identifier, value, "expiresAt")
  SELECT n, n, 'v', now() - interval '30 hours' + n * interval '1 minute' FROM generate_series(1, 10000) AS n;
ANALYZE`;

/** A database with as much in each table as makes reading it whole the wrong choice; a few of a hundred rows are to be swept. */
export async function startWellFilled(): Promise<Scratch> {
  const scratch = await startScratch();
  // Without the time-outs of a service: a busy machine needs its time for so many rows.
  const filler = new pg.Client({ connectionString: scratch.postgres.url });
  await filler.connect();
  await filler.query(FILL);
  await filler.end();
  return scratch;
}
