import { TodoError } from './error.ts';
import { dayOfSeries, nextDueAt } from './recurrence.ts';
import type { NewTask, Task, TaskChange } from './task.ts';

/** What a store keeps of a task beside what is shown. */
export interface StoredTask extends Task {
  /** The day of the month that a recurring task keeps to. */
  readonly recurrence_day: number | null;
  /** The next occurrence, which this one's completion added. */
  readonly successor_id: number | null;
}

/** The fields that anybody but the store itself may set, and the day that follows from them. */
export type TaskFields = Pick<
  StoredTask,
  'title' | 'description' | 'completed' | 'priority' | 'due_at' | 'tags' | 'recurrence' | 'recurrence_day'
>;

/** What a change comes to. */
export interface Change {
  readonly type: 'updated' | 'completed' | 'reopened';
  readonly fields: TaskFields;
  /** The next occurrence, to be added as well. */
  readonly next?: TaskFields;
}

/**
 * The fields of a task that is added.
 *
 * @throws TodoError RECURRENCE_NEEDS_DUE_DATE
 */
export function fieldsOfNew(task: NewTask): TaskFields {
  const { title, description = null, priority = 'medium', due_at = null, tags = [], recurrence = null } = task;
  return inSeries('add the task', { title, description, completed: false, priority, due_at, tags, recurrence });
}

/**
 * What a change of a task comes to. Pure.
 *
 * @returns undefined when the task is so already
 * @throws TodoError RECURRENCE_NEEDS_DUE_DATE
 */
export function decideChange(
  before: StoredTask,
  change: TaskChange & { readonly completed?: boolean | undefined },
  now: Date,
): Change | undefined {
  const fields = inSeries('change the task', {
    title: change.title ?? before.title,
    description: change.description === undefined ? before.description : change.description,
    completed: change.completed ?? before.completed,
    priority: change.priority ?? before.priority,
    due_at: change.due_at === undefined ? before.due_at : change.due_at,
    tags: change.tags ?? before.tags,
    recurrence: change.recurrence === undefined ? before.recurrence : change.recurrence,
  });
  const sameSeries = fields.due_at === before.due_at && fields.recurrence === before.recurrence;
  const after = sameSeries ? { ...fields, recurrence_day: before.recurrence_day } : fields;
  if (isSame(before, after)) return undefined;
  if (after.completed === before.completed) return { type: 'updated', fields: after };
  if (!after.completed) return { type: 'reopened', fields: after };
  const next = before.successor_id === null ? nextOccurrence(after, now) : undefined;
  return { type: 'completed', fields: after, ...(next && { next }) };
}

function inSeries(doing: string, fields: Omit<TaskFields, 'recurrence_day'>): TaskFields {
  if (fields.recurrence === null) return { ...fields, recurrence_day: null };
  if (fields.due_at === null)
    throw new TodoError('RECURRENCE_NEEDS_DUE_DATE', {
      doing,
      because: 'it recurs, and has no due date to count from',
      fix: 'Give it a due date, or take the recurrence away',
    });
  return { ...fields, recurrence_day: dayOfSeries(fields.due_at) };
}

function isSame(before: TaskFields, after: TaskFields): boolean {
  return Object.entries(after).every(([name, value]) => {
    const old = before[name as keyof TaskFields];
    return Array.isArray(value) ? JSON.stringify(old) === JSON.stringify(value) : old === value;
  });
}

function nextOccurrence(fields: TaskFields, now: Date): TaskFields | undefined {
  const { due_at: dueAt, recurrence, recurrence_day: day } = fields;
  if (dueAt === null || recurrence === null || day === null) return undefined;
  const due_at = nextDueAt({ dueAt, recurrence, day }, now);
  return due_at === undefined ? undefined : { ...fields, completed: false, due_at };
}
