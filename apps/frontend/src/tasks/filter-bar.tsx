import { useEffect, useRef } from 'react';
import type { FormEvent, JSX } from 'react';

import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useTasksContext } from './context.ts';
import styles from './filter-bar.module.css';
import { CHOICES, hasDetailFilter, parseView } from './task-view.ts';
import type { TaskView } from './task-view.ts';
import { ViewLink } from './view-link.tsx';

/** A pause in typing of this length is an end. */
const TYPING_MS = 250;

/** Status, search, filters and order. A form of GET: without JavaScript it works, too. */
export function FilterBar({ searchId }: { readonly searchId: string }): JSX.Element {
  const { texts, view, show } = useTasksContext();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { filters, priorities } = texts;

  function apply(how?: 'replace'): void {
    clearTimeout(timer.current);
    if (form.current === null) return;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form.current)) if (typeof value === 'string') fields.set(name, value);
    show(parseView(fields), how);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    apply();
  }

  function type(): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => apply('replace'), TYPING_MS);
  }

  // Back and forward change the view without the fields; while one types, they are ahead of it.
  useEffect(() => {
    const search = form.current?.elements.namedItem('q');
    if (search instanceof HTMLInputElement && search !== document.activeElement) search.value = view.q ?? '';
  }, [view.q]);
  useEffect(() => (): void => clearTimeout(timer.current), []);

  return (
    <form
      ref={form}
      role="search"
      aria-label={filters.label}
      method="get"
      action="/"
      className={styles['bar']}
      onSubmit={submit}
    >
      <div className={styles['row']}>
        <div className={styles['statuses']} role="group" aria-label={filters.status}>
          {CHOICES.status.map((status) => (
            <ViewLink
              key={status}
              to={{ ...view, status }}
              className={styles['status']}
              aria-current={status === view.status ? 'page' : undefined}
            >
              {filters.statuses[status]}
            </ViewLink>
          ))}
        </div>
        <div className={styles['search']}>
          <Icon name="search" size={18} />
          <input
            id={searchId}
            type="search"
            name="q"
            defaultValue={view.q ?? ''}
            maxLength={200}
            aria-label={filters.search}
            placeholder={filters.search}
            autoComplete="off"
            enterKeyHint="search"
            onChange={type}
          />
        </div>
      </div>
      {view.status !== 'all' && <input type="hidden" name="status" value={view.status} />}
      {view.tag !== undefined && <input type="hidden" name="tag" value={view.tag} />}
      <details className={styles['more']} open={hasDetailFilter(view) || undefined}>
        <summary className={styles['summary']}>
          <Icon name="filter" size={18} />
          {filters.more}
        </summary>
        {/* With a key for what the address says, so that back and forward reach the fields. */}
        <div className={styles['selects']} key={`${view.priority} ${view.due} ${view.sort}`}>
          <SelectField
            label={filters.priority}
            name="priority"
            defaultValue={view.priority ?? ''}
            options={[['', filters.any], ...CHOICES.priority.map((one) => [one, priorities[one]] as const)]}
            onChange={() => apply()}
          />
          <SelectField
            label={filters.due}
            name="due"
            defaultValue={view.due ?? ''}
            options={[['', filters.dues.any], ...CHOICES.due.map((one) => [one, filters.dues[one]] as const)]}
            onChange={() => apply()}
          />
          <SelectField
            label={filters.sort}
            name="sort"
            defaultValue={view.sort}
            options={CHOICES.sort.map((one) => [one, filters.sorts[one]] as const)}
            onChange={() => apply()}
          />
        </div>
        <noscript>
          <Button type="submit">{filters.apply}</Button>
        </noscript>
      </details>
      <ActiveFilters />
    </form>
  );
}

/** What leaves tasks out, each with a way to let it go. */
function ActiveFilters(): JSX.Element | null {
  const { texts, view } = useTasksContext();
  const { filters, priorities } = texts;
  const chips: [key: keyof TaskView, label: string][] = [];
  if (view.tag !== undefined) chips.push(['tag', fill(filters.tagNamed, { tag: view.tag })]);
  if (view.priority !== undefined) chips.push(['priority', `${filters.priority}: ${priorities[view.priority]}`]);
  if (view.due !== undefined) chips.push(['due', `${filters.due}: ${filters.dues[view.due]}`]);
  if (chips.length === 0) return null;
  return (
    <div className={styles['chips']}>
      {chips.map(([key, label]) => {
        const { [key]: _dropped, ...rest } = view;
        return (
          <ViewLink
            key={key}
            to={rest as TaskView}
            className={styles['chip']}
            aria-label={fill(filters.remove, { filter: label })}
          >
            {label}
            <Icon name="close" size={14} />
          </ViewLink>
        );
      })}
    </div>
  );
}
