import type { NewTask, Task, TaskPage } from '@todo/todo';

import { randomKey } from '../security/random-key.ts';
import { ApiError } from './task-api.ts';
import type { ApiErrorCode, TaskApi } from './task-api.ts';
import { draftTask, nextState } from './task-list-state.ts';
import type { PendingChange, TaskEdit, TaskListEvent, TaskListState } from './task-list-state.ts';
import { taskQueue } from './task-queue.ts';

/** What a view of the list shows now. */
export interface TaskListSnapshot {
  readonly list: TaskListState;
  /** The key of the listing that `list` is of; undefined when there has never been one. */
  readonly loaded: string | undefined;
  readonly loading: boolean;
  /** Whether the last question was answered. */
  readonly answered: boolean;
}

/** How a change went, for who tells the user. */
export type Outcome =
  | { readonly type: 'added' | 'restored' | 'removed'; readonly task: Task }
  | { readonly type: 'edited'; readonly task: Task; readonly edit: TaskEdit }
  | {
      readonly type: 'failed';
      readonly doing: 'add' | 'edit' | 'remove';
      readonly code: ApiErrorCode;
      readonly title: string;
      readonly again?: () => void;
    };

/** Which tasks are listed. Two with the same `key` are the same. */
export interface Listing {
  readonly key: string;
  readonly query: () => URLSearchParams;
  /** Whether what is new comes first. */
  readonly newestFirst: boolean;
  /** Whether a change may move a task, so that the backend has to order anew. */
  readonly orderMayChange: boolean;
}

/** The list of one user's tasks, outside of React. */
export interface TaskList {
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => TaskListSnapshot;
  readonly show: (listing: Listing) => void;
  readonly refresh: () => void;
  readonly add: (task: NewTask) => void;
  /** @param seen the version that the user looked at while editing */
  readonly edit: (task: Task, edit: TaskEdit, seen?: number) => void;
  readonly remove: (task: Task) => void;
  /** Makes a removed task anew, with another number. */
  readonly restore: (task: Task) => void;
}

/** What a list is made from. */
export interface TaskListOptions {
  readonly userId: string;
  readonly api: TaskApi;
  readonly listing: Listing;
  /** What the server has rendered; undefined when the backend did not answer it. */
  readonly initial: TaskPage | undefined;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onSignedOut: () => void;
}

/** Changes show at once and are sent one after the other for each task; a refused one vanishes again. */
export function createTaskList(options: TaskListOptions): TaskList {
  const { userId, api, initial, onOutcome, onSignedOut } = options;
  const enqueue = taskQueue();
  const listeners = new Set<() => void>();
  /** The versions that our own changes made: they are no surprise to the user. */
  const ours = new Map<number, number>();
  let { listing } = options;
  let loading: AbortController | undefined;
  let stale = false;
  let count = 0;
  let now: TaskListSnapshot = {
    list: { known: initial?.tasks ?? [], total: initial?.total ?? 0, pending: [] },
    loaded: initial === undefined ? undefined : listing.key,
    loading: false,
    answered: initial !== undefined,
  };

  function set(change: Partial<TaskListSnapshot>): void {
    now = { ...now, ...change };
    for (const listener of listeners) listener();
  }

  function dispatch(event: TaskListEvent): void {
    set({ list: nextState(now.list, event) });
  }

  async function load(): Promise<void> {
    loading?.abort();
    const stop = new AbortController();
    loading = stop;
    const { key, query } = listing;
    set({ loading: true });
    try {
      const { tasks, total } = await api.list(query(), stop.signal);
      if (stop.signal.aborted) return;
      set({ list: nextState(now.list, { type: 'loaded', tasks, total }), loaded: key, loading: false, answered: true });
    } catch (error) {
      if (stop.signal.aborted) return;
      const code = codeOf(error);
      if (code === 'signed-out') onSignedOut();
      set({ answered: code !== 'unreachable', loading: false });
    }
  }

  /** A list that was asked for before a change may come after it, and would undo it on the screen: then it is asked for again. */
  function refresh(): void {
    if (now.list.pending.length > 0) stale = true;
    else {
      stale = false;
      void load();
    }
  }

  function begin(change: PendingChange): void {
    if (now.loading) {
      loading?.abort();
      stale = true;
      set({ loading: false });
    }
    dispatch({ type: 'begun', change });
  }

  function settle(event: TaskListEvent, mayMove: boolean): void {
    set({ answered: true });
    dispatch(event);
    if (mayMove) stale = true;
    if (stale && now.list.pending.length === 0) refresh();
  }

  async function fail(change: PendingChange, error: unknown, outcome: Omit<Outcome & { type: 'failed' }, 'code'>) {
    const code = codeOf(error);
    dispatch({ type: 'refused', key: change.key });
    if (code === 'signed-out') return onSignedOut();
    if (change.type !== 'add' && code === 'missing') dispatch({ type: 'gone', id: change.id });
    if (change.type !== 'add' && code === 'conflict') await reload(change.id);
    onOutcome({ ...outcome, code });
    if (code === 'unreachable') set({ answered: false });
    else if (stale) refresh();
  }

  async function reload(id: number): Promise<void> {
    try {
      dispatch({ type: 'found', task: await api.get(id) });
    } catch (error) {
      if (codeOf(error) === 'missing') dispatch({ type: 'gone', id });
      else stale = true;
    }
  }

  function nextKey(): string {
    count += 1;
    return `${count}`;
  }

  function saved(change: PendingChange, task: Task, mayMove = listing.orderMayChange): void {
    ours.set(task.id, task.version);
    settle({ type: 'saved', key: change.key, task, first: listing.newestFirst }, mayMove);
  }

  function make(given: NewTask, completed: boolean, outcome: 'added' | 'restored', idempotencyKey: string): void {
    const draft = draftTask(given, { id: -1 - count, userId, now: new Date().toISOString() });
    const change: PendingChange = { type: 'add', key: nextKey(), task: { ...draft, completed } };
    begin(change);
    enqueue(draft.id, async () => {
      try {
        let task = await api.add(given, idempotencyKey);
        if (completed && !task.completed) task = await api.change(task.id, { completed }, task.version);
        saved(change, task);
        onOutcome({ type: outcome, task });
      } catch (error) {
        const again = (): void => make(given, completed, outcome, idempotencyKey);
        await fail(change, error, { type: 'failed', doing: 'add', title: given.title, again });
      }
    });
  }

  function edit(task: Task, changed: TaskEdit, seen?: number): void {
    const change: PendingChange = { type: 'edit', key: nextKey(), id: task.id, edit: changed };
    begin(change);
    enqueue(task.id, async () => {
      const known = now.list.known.find(({ id }) => id === task.id)?.version ?? task.version;
      const version = seen === undefined || ours.get(task.id) === known ? known : seen;
      try {
        const result = await api.change(task.id, changed, version);
        const repeats = changed.completed === true && result.recurrence !== null;
        saved(change, result, listing.orderMayChange || repeats);
        onOutcome({ type: 'edited', task: result, edit: changed });
      } catch (error) {
        await fail(change, error, { type: 'failed', doing: 'edit', title: task.title });
      }
    });
  }

  function remove(task: Task): void {
    const change: PendingChange = { type: 'remove', key: nextKey(), id: task.id };
    begin(change);
    enqueue(task.id, async () => {
      const known = now.list.known.find(({ id }) => id === task.id) ?? task;
      try {
        await api.remove(known.id, known.version);
        settle({ type: 'removed', key: change.key }, false);
        onOutcome({ type: 'removed', task: known });
      } catch (error) {
        await fail(change, error, { type: 'failed', doing: 'remove', title: task.title });
      }
    });
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => now,
    show: (next) => {
      const isNew = next.key !== listing.key;
      listing = next;
      if (isNew) refresh();
    },
    refresh,
    add: (task) => make(task, false, 'added', randomKey()),
    edit,
    remove,
    restore: ({ title, description, priority, due_at, tags, recurrence: before, completed }) => {
      // The next occurrence of what was done is there already: completing it once more would add another one.
      const recurrence = completed ? null : before;
      make({ title, description, priority, due_at, tags, recurrence }, completed, 'restored', randomKey());
    },
  };
}

function codeOf(error: unknown): ApiErrorCode {
  return error instanceof ApiError ? error.code : 'unreachable';
}
