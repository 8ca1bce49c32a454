/**
 * What the release before the accounts asked the database, copied from its task store and its schema check: it knew the
 * migration 0000 alone. It must go on working while, and after, a newer release has migrated. Never change a statement here.
 */
export const previousRelease = {
  migrations: ['0000-tasks'],
  ledger: "SELECT to_regclass('todo_migrations') IS NOT NULL AS there",
  applied: 'SELECT name FROM todo_migrations',
  add: `INSERT INTO tasks (user_id, title, description) VALUES ($1, $2, $3)
    RETURNING id, title, description, completed, created_at, updated_at`,
  list: `SELECT id, title, description, completed, created_at, updated_at FROM tasks
    WHERE user_id = $1 AND ($2::boolean IS NULL OR completed = $2) ORDER BY created_at, id LIMIT 1000`,
  change: `UPDATE tasks SET title = COALESCE($3, title), description = COALESCE($4, description),
    completed = COALESCE($5, completed), updated_at = now() WHERE user_id = $1 AND id = $2
    RETURNING id, title, description, completed, created_at, updated_at`,
  remove: `DELETE FROM tasks WHERE user_id = $1 AND id = $2
    RETURNING id, title, description, completed, created_at, updated_at`,
} as const;
