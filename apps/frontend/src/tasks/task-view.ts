import type { Task } from '@todo/todo';

import { addDays, momentOf, wallTimeOf } from '../i18n/zoned.ts';

const STATUSES = ['all', 'pending', 'completed'] as const;
const PRIORITIES = ['high', 'medium', 'low'] as const;
const DUES = ['overdue', 'today', 'week'] as const;
const SORTS = ['newest', 'oldest', 'due_date', 'priority', 'title'] as const;

/** How many tasks are shown at first, and how many more each time. */
export const PAGE_SIZE = 50;

/** The most that the backend gives at once. */
const MOST = 1000;

/** Which tasks are shown and how: all of it is in the address, so that it can be shared and gone back to. */
export interface TaskView {
  readonly status: (typeof STATUSES)[number];
  readonly priority?: (typeof PRIORITIES)[number];
  readonly due?: (typeof DUES)[number];
  readonly tag?: string;
  readonly q?: string;
  readonly sort: (typeof SORTS)[number];
  readonly shown: number;
}

/** What one sees without having chosen anything. */
const PLAIN: TaskView = { status: 'all', sort: 'newest', shown: PAGE_SIZE };

/** The choices, in the order in which they are offered. */
export const CHOICES = { status: STATUSES, priority: PRIORITIES, due: DUES, sort: SORTS } as const;

/** Reads a view from an address; what makes no sense is left out, as an address is anybody's to write. */
export function parseView(search: URLSearchParams): TaskView {
  const priority = oneOf(PRIORITIES, search.get('priority'));
  const due = oneOf(DUES, search.get('due'));
  const tag = search.get('tag')?.trim().toLowerCase().slice(0, 30);
  const q = search.get('q')?.trim().slice(0, 200);
  return {
    status: oneOf(STATUSES, search.get('status')) ?? PLAIN.status,
    ...(priority && { priority }),
    ...(due && { due }),
    ...(tag && { tag }),
    ...(q && { q }),
    sort: oneOf(SORTS, search.get('sort')) ?? PLAIN.sort,
    shown: shownOf(search.get('shown')),
  };
}

/** The address with this view in it, `/?status=pending`; what is not ours in `search` stays there. */
export function viewHref(view: TaskView, search: URLSearchParams = new URLSearchParams()): string {
  const next = new URLSearchParams(search);
  for (const [name, plain] of [
    ['status', PLAIN.status],
    ['priority', undefined],
    ['due', undefined],
    ['tag', undefined],
    ['q', undefined],
    ['sort', PLAIN.sort],
    ['shown', PLAIN.shown],
  ] as const) {
    const value = view[name];
    if (value === undefined || value === plain) next.delete(name);
    else next.set(name, String(value));
  }
  const text = next.toString();
  return text === '' ? '/' : `/?${text}`;
}

/** What to ask the backend for. */
export function backendQuery(view: TaskView, now: Date, timeZone: string): URLSearchParams {
  const query = new URLSearchParams({ ...orderOf(view.sort), limit: String(view.shown) });
  // What is done can't be overdue.
  const status = view.due === 'overdue' && view.status === 'all' ? 'pending' : view.status;
  if (status !== 'all') query.set('status', status);
  for (const name of ['priority', 'tag', 'q'] as const) {
    const value = view[name];
    if (value !== undefined) query.set(name, value);
  }
  if (view.due === undefined) return query;
  if (view.due === 'overdue') query.set('due_before', now.toISOString());
  else {
    const today = wallTimeOf(now, timeZone).date;
    const after = momentOf({ date: today, time: '00:00' }, timeZone);
    const before = momentOf({ date: addDays(today, view.due === 'today' ? 1 : 7), time: '00:00' }, timeZone);
    if (after && before) {
      query.set('due_after', after.toISOString());
      query.set('due_before', before.toISOString());
    }
  }
  return query;
}

/** Whether some tasks are left out. */
export function isFiltered(view: TaskView): boolean {
  return view.status !== 'all' || hasDetailFilter(view) || view.q !== undefined;
}

/** Whether some tasks are left out by what is behind "more filters". */
export function hasDetailFilter({ priority, due, tag }: TaskView): boolean {
  return priority !== undefined || due !== undefined || tag !== undefined;
}

/** Whether a change of this task may move it in the list, or out of it. */
export function isPlaceFixed(view: TaskView): boolean {
  return (view.sort === 'newest' || view.sort === 'oldest') && !hasDetailFilter(view) && view.q === undefined;
}

/** Whether a task may be shown, as far as its being done decides. */
export function isShown(task: Task, { status }: TaskView): boolean {
  return status === 'all' || task.completed === (status === 'completed');
}

/** The view without its filters. */
export function withoutFilters({ sort }: TaskView): TaskView {
  return { ...PLAIN, sort };
}

/** The view with the next tasks, too. */
export function withMore(view: TaskView): TaskView {
  return { ...view, shown: Math.min(view.shown + PAGE_SIZE, MOST) };
}

function orderOf(sort: TaskView['sort']): { sort: string; order: string } {
  switch (sort) {
    case 'newest':
      return { sort: 'created', order: 'desc' };
    case 'oldest':
      return { sort: 'created', order: 'asc' };
    case 'priority':
      return { sort: 'priority', order: 'desc' };
    default:
      return { sort, order: 'asc' };
  }
}

function shownOf(text: string | null): number {
  const pages = Math.ceil(Number(text ?? PAGE_SIZE) / PAGE_SIZE);
  return Number.isFinite(pages) ? Math.min(Math.max(pages, 1) * PAGE_SIZE, MOST) : PAGE_SIZE;
}

function oneOf<T extends string>(all: readonly T[], value: string | null): T | undefined {
  return all.find((one) => one === value);
}
