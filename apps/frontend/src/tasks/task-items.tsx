import type { NewTask, Task } from '@todo/todo';
import { useEffect, useRef, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import { useTasksContext } from './context.ts';
import { TaskEditor } from './task-editor.tsx';
import styles from './task-items.module.css';
import { TaskRow } from './task-row.tsx';
import { realChanges } from './task-list-state.ts';
import type { ShownTask, TaskEdit } from './task-list-state.ts';

/** What a list can do to its tasks. */
interface ItemsActions {
  readonly edit: (task: Task, edit: TaskEdit, seen?: number) => void;
  readonly remove: (task: Task) => void;
}

/**
 * The tasks. Arrows, j and k move between their checkboxes, which Space switches by itself; e edits, Delete deletes. None of these
 * keys does anything unless a task has the focus.
 */
export function TaskItems(props: {
  readonly lines: readonly ShownTask[];
  readonly actions: ItemsActions;
  /** Where the focus goes when no task is left to take it. */
  readonly focusElsewhere: () => void;
}): JSX.Element {
  const { lines, actions, focusElsewhere } = props;
  const { texts } = useTasksContext();
  const list = useRef<HTMLUListElement>(null);
  const [editing, setEditing] = useState<number>();
  const focusIndex = useRef<number>(undefined);

  function focusRow(index: number): void {
    const boxes = list.current?.querySelectorAll<HTMLElement>('input[type="checkbox"]:enabled');
    if (boxes === undefined || boxes.length === 0) return focusElsewhere();
    boxes[Math.max(0, Math.min(index, boxes.length - 1))]?.focus();
  }

  // A row that vanished with the focus in it hands it to the one that took its place.
  useEffect(() => {
    const index = focusIndex.current;
    if (index === undefined) return;
    focusIndex.current = undefined;
    if (document.activeElement === null || document.activeElement === document.body) focusRow(index);
  });

  function indexOf(id: number): number {
    return lines.findIndex(({ task }) => task.id === id);
  }

  function remove(task: Task): void {
    focusIndex.current = indexOf(task.id);
    actions.remove(task);
  }

  function toggle(task: Task): void {
    focusIndex.current = indexOf(task.id);
    actions.edit(task, { completed: !task.completed });
  }

  function leaveEditor(task: Task): void {
    focusIndex.current = indexOf(task.id);
    setEditing(undefined);
  }

  function save(task: Task, values: Required<NewTask>, seen: number): void {
    const edit = realChanges(task, values);
    if (edit !== undefined) actions.edit(task, edit, seen);
    leaveEditor(task);
  }

  function onKeyDown(event: KeyboardEvent<HTMLUListElement>): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = target.closest<HTMLElement>('[data-task]');
    // In an editor keys write.
    if (item === null || target.closest('form') !== null) return;
    const line = lines.find(({ task }) => String(task.id) === item.dataset['task']);
    const index = line === undefined ? -1 : lines.indexOf(line);
    if (line === undefined || line.task.id < 0) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        focusRow(index + 1);
        break;
      case 'ArrowUp':
      case 'k':
        if (index === 0) focusElsewhere();
        else focusRow(index - 1);
        break;
      case 'Home':
        focusRow(0);
        break;
      case 'End':
        focusRow(lines.length - 1);
        break;
      case 'e':
        setEditing(line.task.id);
        break;
      case 'Delete':
      case 'Backspace':
        remove(line.task);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <ul ref={list} className={styles['list']} aria-label={texts.title} onKeyDown={onKeyDown}>
      {lines.map((line) => (
        <li key={line.task.id} data-task={line.task.id} aria-busy={line.waiting || undefined}>
          {line.task.id === editing ? (
            <TaskEditor task={line.task} onSave={save} onCancel={() => leaveEditor(line.task)} />
          ) : (
            <TaskRow
              line={line}
              actions={{ onToggle: toggle, onEdit: (task) => setEditing(task.id), onRemove: remove }}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
