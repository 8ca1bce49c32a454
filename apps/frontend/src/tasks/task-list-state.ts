import type { NewTask, Task, TaskChange } from '@todo/todo';

import { isShown } from './task-view.ts';
import type { TaskView } from './task-view.ts';

/** What may be changed of a task, its being done included. */
export type TaskEdit = TaskChange & { readonly completed?: boolean };

/** A change that the backend has not answered yet; `key` names it. */
export type PendingChange =
  | { readonly type: 'add'; readonly key: string; readonly task: Task }
  | { readonly type: 'edit'; readonly key: string; readonly id: number; readonly edit: TaskEdit }
  | { readonly type: 'remove'; readonly key: string; readonly id: number };

/** What the backend said last, and what we hope that it will say: the list is the one with the other on top. */
export interface TaskListState {
  readonly known: readonly Task[];
  /** How many the backend has in this view. */
  readonly total: number;
  readonly pending: readonly PendingChange[];
}

/** What happened. */
export type TaskListEvent =
  | { readonly type: 'loaded'; readonly tasks: readonly Task[]; readonly total: number }
  | { readonly type: 'begun'; readonly change: PendingChange }
  /** The backend made the change; `task` is what it made of it. */
  | { readonly type: 'saved'; readonly key: string; readonly task: Task; readonly first: boolean }
  | { readonly type: 'removed'; readonly key: string }
  /** It did not: the change vanishes, and with it what it showed. */
  | { readonly type: 'refused'; readonly key: string }
  | { readonly type: 'found'; readonly task: Task }
  | { readonly type: 'gone'; readonly id: number };

/** One line of the list. */
export interface ShownTask {
  readonly task: Task;
  /** Whether the backend has yet to answer about it. */
  readonly waiting: boolean;
}

/** The state after an event. Pure: a refused change leaves no trace, whatever else happened in between. */
export function nextState(state: TaskListState, event: TaskListEvent): TaskListState {
  switch (event.type) {
    case 'loaded':
      return { ...state, known: event.tasks, total: event.total };
    case 'begun':
      return { ...state, pending: [...state.pending, event.change] };
    case 'saved':
      return withTask(settled(state, event.key), event.task, event.first);
    case 'removed': {
      const change = state.pending.find(({ key }) => key === event.key);
      const rest = settled(state, event.key);
      return change?.type === 'remove' ? without(rest, change.id) : rest;
    }
    case 'refused':
      return settled(state, event.key);
    case 'found':
      return { ...state, known: state.known.map((task) => (task.id === event.task.id ? event.task : task)) };
    default:
      return without(state, event.id);
  }
}

/** The lines to show, and how many there would be in all. */
export function shownTasks(state: TaskListState, view: TaskView): { lines: readonly ShownTask[]; total: number } {
  let lines: ShownTask[] = state.known.map((task) => ({ task, waiting: false }));
  for (const change of state.pending) {
    if (change.type === 'add') {
      const line = { task: change.task, waiting: true };
      lines = view.sort === 'newest' ? [line, ...lines] : [...lines, line];
    } else if (change.type === 'remove') lines = lines.filter(({ task }) => task.id !== change.id);
    else {
      lines = lines.map((line) =>
        line.task.id === change.id ? { task: editedTask(line.task, change.edit), waiting: true } : line,
      );
    }
  }
  lines = lines.filter(({ task }) => isShown(task, view));
  return { lines, total: Math.max(lines.length, state.total + lines.length - state.known.length) };
}

/** What a new task looks like until the backend has given it a number; `id` is negative meanwhile. */
export function draftTask(given: NewTask, { id, userId, now }: { id: number; userId: string; now: string }): Task {
  return {
    id,
    user_id: userId,
    title: given.title,
    description: given.description ?? null,
    completed: false,
    priority: given.priority ?? 'medium',
    due_at: given.due_at ?? null,
    tags: given.tags ?? [],
    recurrence: given.recurrence ?? null,
    version: 0,
    created_at: now,
    updated_at: now,
  };
}

/** `edit` without what the task says already; undefined when nothing is left. */
export function realChanges(task: Task, edit: TaskEdit): TaskEdit | undefined {
  const changed = Object.entries(edit).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(task, name)),
  );
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as TaskEdit);
}

function editedTask(task: Task, edit: TaskEdit): Task {
  const given = Object.entries(edit).filter(([, value]) => value !== undefined);
  return { ...task, ...(Object.fromEntries(given) as Partial<Task>) };
}

function settled(state: TaskListState, key: string): TaskListState {
  return { ...state, pending: state.pending.filter((change) => change.key !== key) };
}

/** The list may have been loaded anew meanwhile, with the task in it or without. */
function withTask(state: TaskListState, task: Task, first: boolean): TaskListState {
  const old = state.known.find(({ id }) => id === task.id);
  if (old !== undefined) {
    const newer = old.version > task.version ? old : task;
    return { ...state, known: state.known.map((known) => (known.id === task.id ? newer : known)) };
  }
  const known = first ? [task, ...state.known] : [...state.known, task];
  return { ...state, known, total: state.total + 1 };
}

function without(state: TaskListState, id: number): TaskListState {
  const known = state.known.filter((task) => task.id !== id);
  return { ...state, known, total: state.total - (state.known.length - known.length) };
}
