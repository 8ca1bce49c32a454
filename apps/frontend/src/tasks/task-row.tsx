import type { Task } from '@todo/todo';
import type { JSX } from 'react';

import { dueText, fullText } from '../i18n/dates.ts';
import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useTasksContext } from './context.ts';
import type { ShownTask } from './task-list-state.ts';
import styles from './task-row.module.css';
import { ViewLink } from './view-link.tsx';

/** What can be done with one task. */
export interface RowActions {
  readonly onToggle: (task: Task) => void;
  readonly onEdit: (task: Task) => void;
  readonly onRemove: (task: Task) => void;
}

/** One task: its checkbox, what it says, and what can be done. */
export function TaskRow({ line, actions }: { readonly line: ShownTask; readonly actions: RowActions }): JSX.Element {
  const { task, waiting } = line;
  const { texts } = useTasksContext();
  const titleId = `task-${task.id}-title`;
  const isDraft = task.id < 0;
  return (
    <div className={styles['row']} data-done={task.completed} data-waiting={waiting}>
      <span className={styles['check']}>
        <input
          type="checkbox"
          checked={task.completed}
          disabled={isDraft}
          aria-labelledby={titleId}
          aria-describedby={`task-${task.id}-about`}
          onChange={() => actions.onToggle(task)}
        />
      </span>
      {/* For the pointer alone: by keyboard one edits with the button, or with "e". */}
      <div className={styles['body']} onDoubleClick={() => isDraft || actions.onEdit(task)}>
        <p id={titleId} className={styles['title']}>
          <bdi>{task.title}</bdi>
        </p>
        {task.description !== null && (
          <p className={styles['description']}>
            <bdi>{task.description}</bdi>
          </p>
        )}
        <About task={task} />
      </div>
      <div className={styles['actions']}>
        <Button
          kind="quiet"
          shape="icon"
          disabled={isDraft}
          aria-label={fill(texts.editNamed, { title: task.title })}
          title={texts.edit}
          onClick={() => actions.onEdit(task)}
        >
          <Icon name="edit" />
        </Button>
        <Button
          kind="danger"
          shape="icon"
          disabled={isDraft}
          aria-label={fill(texts.removeNamed, { title: task.title })}
          title={texts.remove}
          onClick={() => actions.onRemove(task)}
        >
          <Icon name="remove" />
        </Button>
      </div>
    </div>
  );
}

/** Due date, priority, repetition and tags, as far as there is something to say. */
function About({ task }: { readonly task: Task }): JSX.Element {
  const { texts, view, ...context } = useTasksContext();
  const isOverdue = !task.completed && task.due_at !== null && Date.parse(task.due_at) < context.now.getTime();
  return (
    <div className={styles['about']}>
      <p id={`task-${task.id}-about`} className={styles['facts']}>
        {task.due_at !== null && (
          <span className={styles['fact']} data-tone={isOverdue ? 'bad' : undefined}>
            <Icon name={isOverdue ? 'alert' : 'calendar'} size={16} />
            {isOverdue ? (
              <strong>{texts.item.overdue}:</strong>
            ) : (
              <span className="unseen">{texts.item.due}: </span>
            )}{' '}
            <time dateTime={task.due_at} title={fullText(task.due_at, context)} suppressHydrationWarning>
              {dueText(task.due_at, context)}
            </time>
          </span>
        )}
        {task.priority !== 'medium' && (
          <span className={styles['fact']} data-tone={task.priority === 'high' ? 'warn' : undefined}>
            <Icon name="flag" size={16} />
            {fill(texts.item.priority, { priority: texts.priorities[task.priority] })}
          </span>
        )}
        {task.recurrence !== null && (
          <span className={styles['fact']}>
            <Icon name="repeat" size={16} />
            <span className="unseen">{texts.item.repeats}: </span>
            {texts.recurrences[task.recurrence]}
          </span>
        )}
      </p>
      {task.tags.map((tag) => (
        <ViewLink
          key={tag}
          to={{ ...view, tag }}
          className={styles['tag']}
          aria-label={fill(texts.filters.tagNamed, { tag })}
        >
          <bdi>#{tag}</bdi>
        </ViewLink>
      ))}
    </div>
  );
}
