import type { NewTask, Task } from '@todo/todo';

import { END_OF_DAY } from '../i18n/dates.ts';
import { momentOf, wallTimeOf } from '../i18n/zoned.ts';
import type { TasksMessages } from '../i18n/messages.ts';

/** A text of `errors` for each field that is wrong. */
export type FormErrors = Readonly<Partial<Record<FieldName, keyof TasksMessages['errors']>>>;

/** Fields of the form, in order. */
export type FieldName = 'title' | 'description' | 'priority' | 'due' | 'time' | 'tags' | 'recurrence';

/** What the form has in its fields. */
export type FormValues = Readonly<Record<FieldName, string>>;

/** A form that is filled in right, as the task that it describes, else what is wrong with it. */
export type FormResult = { readonly task: Required<NewTask> } | { readonly errors: FormErrors };

/**
 * Reads the form of a task. The limits are those of `@todo/todo`, whose schemas would be half of what a first visit loads; the
 * backend checks again, and its word counts.
 *
 * @param timeZone in which due date and time are meant; without a time the whole day is
 */
export function readTaskForm(form: FormData, timeZone: string): FormResult {
  const text = (name: FieldName): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const title = text('title').replaceAll(/\s+/g, ' ');
  const description = text('description');
  const tags = splitTags(text('tags'));
  const due = text('due');
  const dueAt = due === '' ? undefined : momentOf({ date: due, time: text('time') || END_OF_DAY }, timeZone);
  const recurrence = choice(RECURRENCES, text('recurrence')) ?? null;
  const errors: FormErrors = {
    ...(title === '' && { title: 'titleMissing' }),
    ...(lengthOf(title) > 200 && { title: 'titleLong' }),
    ...(lengthOf(description) > 1000 && { description: 'descriptionLong' }),
    ...(due !== '' && dueAt === undefined && { due: 'dueInvalid' }),
    ...(due === '' && (recurrence !== null || text('time') !== '') && { due: 'dueMissing' }),
    ...(tags.length > 10 && { tags: 'tagsMany' }),
    ...(tags.some((tag) => lengthOf(tag) > 30) && { tags: 'tagLong' }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const priority = choice(['low', 'medium', 'high'] as const, text('priority')) ?? 'medium';
  const due_at = dueAt?.toISOString() ?? null;
  return { task: { title, description: description || null, priority, due_at, tags, recurrence } };
}

/** A task as the form shows it. */
export function formValues(task: Task, timeZone: string): FormValues {
  const due = task.due_at === null ? { date: '', time: '' } : wallTimeOf(new Date(task.due_at), timeZone);
  return {
    title: task.title,
    description: task.description ?? '',
    priority: task.priority,
    due: due.date,
    time: due.time === END_OF_DAY ? '' : due.time,
    tags: task.tags.join(', '),
    recurrence: task.recurrence ?? '',
  };
}

const RECURRENCES = ['daily', 'weekly', 'monthly', 'yearly'] as const;

/** Separated by commas of any script, as the backend keeps them: lower case, each once. */
function splitTags(text: string): string[] {
  const words = text.split(/[,،、\n]/).map((tag) => tag.trim().toLowerCase());
  return [...new Set(words.filter((tag) => tag !== ''))];
}

/** In characters as Postgres counts them. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function choice<T extends string>(all: readonly T[], value: string): T | undefined {
  return all.find((one) => one === value);
}
