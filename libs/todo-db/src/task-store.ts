import type { Task, TaskFilter, TaskStore } from '@todo/todo';
import type { Database } from './database.ts';

/** A row of `tasks`, as `pg` gives it: int8 as text. */
interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly completed: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = 'id, title, description, completed, created_at, updated_at';
const MAX_LISTED = 1000;
const completedOf: Readonly<Record<TaskFilter, boolean | null>> = { all: null, pending: false, completed: true };

/** Tasks in Postgres. Each statement names the user, so that a wrong number can't reach another person's task. */
export function taskStore(database: Database): TaskStore {
  const one = async (sql: string, values: readonly unknown[]): Promise<Task | undefined> => {
    const [row] = await database.query<TaskRow>(sql, values);
    return row && taskOf(row);
  };
  return {
    async add(userId, { title, description }) {
      const sql = `INSERT INTO tasks (user_id, title, description) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`;
      const task = await one(sql, [userId, title, description ?? null]);
      if (!task) throw new Error('INSERT … RETURNING gave no row');
      return task;
    },
    async list(userId, filter) {
      const sql = `SELECT ${COLUMNS} FROM tasks WHERE user_id = $1 AND ($2::boolean IS NULL OR completed = $2)
        ORDER BY created_at, id LIMIT ${MAX_LISTED}`;
      return (await database.query<TaskRow>(sql, [userId, completedOf[filter]])).map(taskOf);
    },
    change(userId, taskId, { title, description, completed }) {
      const sql = `UPDATE tasks SET title = COALESCE($3, title), description = COALESCE($4, description),
        completed = COALESCE($5, completed), updated_at = now() WHERE user_id = $1 AND id = $2 RETURNING ${COLUMNS}`;
      return one(sql, [userId, taskId, title ?? null, description ?? null, completed ?? null]);
    },
    remove(userId, taskId) {
      return one(`DELETE FROM tasks WHERE user_id = $1 AND id = $2 RETURNING ${COLUMNS}`, [userId, taskId]);
    },
  };
}

function taskOf({ id, created_at, updated_at, ...row }: TaskRow): Task {
  return { id: Number(id), ...row, created_at: created_at.toISOString(), updated_at: updated_at.toISOString() };
}
