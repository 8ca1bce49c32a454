import type { NewTask } from '@todo/todo';
import { useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import { Button } from '../ui/button.tsx';
import fieldStyles from '../ui/field.module.css';
import { Icon } from '../ui/icon.tsx';
import styles from './add-task.module.css';
import { useTasksContext } from './context.ts';
import { TaskFields } from './task-fields.tsx';
import { useTaskForm } from './use-task-form.ts';

/** One field and Enter; everything else is behind "Details". */
export function AddTask(props: { readonly inputId: string; readonly onAdd: (task: NewTask) => void }): JSX.Element {
  const { inputId, onAdd } = props;
  const { texts } = useTasksContext();
  const [detailed, setDetailed] = useState(false);
  const form = useTaskForm((task, element) => {
    onAdd(task);
    element.reset();
    setDetailed(false);
    document.getElementById(inputId)?.focus();
  });
  // What is wrong must be seen.
  const isOpen = detailed || Object.keys(form.errors).some((name) => name !== 'title');
  const error = form.errors.title && texts.errors[form.errors.title];

  function leave(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !detailed) return;
    setDetailed(false);
    document.getElementById(inputId)?.focus();
  }

  return (
    <form ref={form.ref} className={styles['form']} method="post" noValidate onSubmit={form.onSubmit} onKeyDown={leave}>
      <div className={styles['row']}>
        <label className="unseen" htmlFor={inputId}>
          {texts.add.label}
        </label>
        <input
          id={inputId}
          name="title"
          className={styles['title']}
          placeholder={texts.add.placeholder}
          autoComplete="off"
          enterKeyHint="done"
          dir="auto"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${inputId}-error` : undefined}
        />
        <Button
          kind="quiet"
          shape="icon"
          aria-label={texts.add.details}
          title={texts.add.details}
          aria-expanded={isOpen}
          aria-controls={`${inputId}-details`}
          onClick={() => setDetailed(!isOpen)}
        >
          <Icon name="calendar" />
        </Button>
        <Button kind="primary" type="submit">
          <Icon name="add" />
          <span className={styles['word']}>{texts.add.submit}</span>
        </Button>
      </div>
      {error && (
        <p id={`${inputId}-error`} className={fieldStyles['error']}>
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
      <div id={`${inputId}-details`} className={styles['details']} hidden={!isOpen}>
        <TaskFields errors={form.errors} />
      </div>
    </form>
  );
}
