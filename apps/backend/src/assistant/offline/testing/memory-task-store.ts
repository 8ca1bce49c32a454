import { decideChange, fieldsOfNew, type StoredTask, type Task, type TaskQuery, type TaskStore } from '@todo/todo';

/** The port in memory, with the filters that an assistant uses; the real one has its own tests against Postgres. */
export function memoryTaskStore(now: Date): TaskStore {
  const kept = new Map<number, StoredTask>();
  const at = now.toISOString();
  let last = 0;
  const own = (userId: string, id: number): StoredTask | undefined => {
    const task = kept.get(id);
    return task?.user_id === userId ? task : undefined;
  };
  const keep = (userId: string, fields: ReturnType<typeof fieldsOfNew>): StoredTask => {
    const task = {
      id: ++last,
      user_id: userId,
      version: 1,
      created_at: at,
      updated_at: at,
      successor_id: null,
      ...fields,
    };
    kept.set(task.id, task);
    return task;
  };
  return {
    add: async (userId, task) => shown(keep(userId, fieldsOfNew(task))),
    async get(userId, id) {
      const task = own(userId, id);
      return task && shown(task);
    },
    async list(userId, query) {
      const tasks = [...kept.values()].filter((task) => task.user_id === userId && isAskedFor(task, query));
      const part = tasks.toSorted(order(query)).slice(query.skip, query.skip + query.limit);
      return { tasks: part.map(shown), total: tasks.length };
    },
    async change(userId, id, change) {
      const task = own(userId, id);
      const decided = task && decideChange(task, change, now);
      if (task && decided) kept.set(id, { ...task, ...decided.fields, version: task.version + 1 });
      if (decided?.next) keep(userId, decided.next);
      const changed = kept.get(id);
      return task && changed && shown(changed);
    },
    async remove(userId, id) {
      const task = own(userId, id);
      if (task) kept.delete(id);
      return task && shown(task);
    },
  };
}

function isAskedFor(task: Task, { status, priority, tag, due_before, due_after, q }: TaskQuery): boolean {
  const due = task.due_at ?? undefined;
  const text = [task.title, task.description ?? '', ...task.tags].join('\n').toLowerCase();
  return (
    (status === 'all' || task.completed === (status === 'completed')) &&
    (priority === undefined || task.priority === priority) &&
    (tag === undefined || task.tags.includes(tag)) &&
    (due_before === undefined || (due !== undefined && due < due_before)) &&
    (due_after === undefined || (due !== undefined && due >= due_after)) &&
    (q === undefined || text.includes(q.toLowerCase()))
  );
}

function order({ sort, order: direction }: TaskQuery): (a: Task, b: Task) => number {
  const sign = direction === 'asc' ? 1 : -1;
  const key = (task: Task): string | number => {
    if (sort === 'title') return task.title;
    if (sort === 'due_date') return task.due_at ?? '9999';
    return sort === 'priority' ? ['low', 'medium', 'high'].indexOf(task.priority) : task.id;
  };
  return (a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id);
}

function shown({ recurrence_day: _day, successor_id: _successor, ...task }: StoredTask): Task {
  return task;
}
