import {
  decideChange,
  fieldsOfNew,
  versionConflict,
  type Change,
  type StoredTask,
  type Task,
  type TaskFields,
  type TaskStore,
} from '@todo/todo';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Database } from './database.ts';
import { owned } from './owned.ts';
import { taskColumns, taskEvents, tasks } from './schema/tasks.ts';
import { taskCountStatement, taskListStatement, taskOfPage } from './task-list.ts';

type EventType = (typeof taskEvents.$inferSelect)['event_type'];

const storedColumns = {
  ...taskColumns,
  recurrence_day: tasks.recurrence_day,
  successor_id: tasks.successor_id,
};

/** Tasks in Postgres. Each statement names the user, so that a wrong number can't reach another person's task. */
export function taskStore(database: Database): TaskStore {
  return {
    async add(userId, task) {
      const fields = fieldsOfNew(task);
      return owned(
        'add the task',
        database.run((orm) => insert(orm, userId, fields)),
      );
    },
    async get(userId, taskId) {
      const [task] = await database.run((orm) => orm.select(taskColumns).from(tasks).where(own(userId, taskId)));
      return task;
    },
    async list(userId, query) {
      const rows = await database.printed(taskListStatement(userId, query));
      if (rows[0]) return { tasks: rows.map(taskOfPage), total: Number(rows[0].at(-1)) };
      if (query.skip === 0) return { tasks: [], total: 0 };
      const [counted] = await database.printed(taskCountStatement(userId, query));
      return { tasks: [], total: Number(counted?.[0]) };
    },
    async change(userId, taskId, change, { ifVersion } = {}) {
      return database.transaction(async (orm) => {
        const [before] = await orm.select(storedColumns).from(tasks).where(own(userId, taskId)).for('no key update');
        if (!before) return undefined;
        if (ifVersion !== undefined && before.version !== ifVersion) throw versionConflict('change the task', taskId);
        const decided = decideChange(before, change, new Date());
        if (!decided) return shown(before);
        const successor = decided.next && (await insert(orm, userId, decided.next));
        return update(orm, before, { ...decided, ...(successor && { successorId: successor.id }) });
      });
    },
    async remove(userId, taskId, { ifVersion } = {}) {
      const seen = ifVersion === undefined ? undefined : eq(tasks.version, ifVersion);
      const removed = await database.run((orm) => remove(orm, and(own(userId, taskId), seen)));
      if (removed || ifVersion === undefined) return removed;
      if (await this.get(userId, taskId)) throw versionConflict('delete the task', taskId);
      return undefined;
    },
  };
}

function own(userId: string, taskId: number): SQL | undefined {
  return and(eq(tasks.user_id, userId), eq(tasks.id, taskId));
}

function shown({ recurrence_day: _day, successor_id: _successor, ...task }: StoredTask): Task {
  return task;
}

async function insert(orm: NodePgDatabase, userId: string, fields: TaskFields): Promise<Task> {
  const row = { user_id: userId, ...fields, tags: [...fields.tags] };
  const changed = orm.$with('changed').as(orm.insert(tasks).values(row).returning(taskColumns));
  const [task] = await orm.with(changed, eventOf(orm, 'created')).select().from(changed);
  if (!task) throw new Error('INSERT … RETURNING gave no row');
  return task;
}

async function update(
  orm: NodePgDatabase,
  { id, user_id }: StoredTask,
  { type, fields, successorId }: Change & { readonly successorId?: number },
): Promise<Task | undefined> {
  const row = { ...fields, updated_at: sql`now()`, ...(successorId !== undefined && { successor_id: successorId }) };
  const changed = orm.$with('changed').as(orm.update(tasks).set(row).where(own(user_id, id)).returning(taskColumns));
  const [task] = await orm.with(changed, eventOf(orm, type)).select().from(changed);
  return task;
}

async function remove(orm: NodePgDatabase, which: SQL | undefined): Promise<Task | undefined> {
  const changed = orm.$with('changed').as(orm.delete(tasks).where(which).returning(taskColumns));
  const [task] = await orm.with(changed, eventOf(orm, 'deleted')).select().from(changed);
  return task;
}

/** The part of a statement that writes the event of what its part `changed` does. */
function eventOf(orm: NodePgDatabase, type: EventType) {
  const write = sql`INSERT INTO ${taskEvents} (event_type, task_id, user_id, task_data)
    SELECT ${type}, id, user_id, to_jsonb(changed) FROM changed`;
  return orm.$with('event', {}).as(write);
}
