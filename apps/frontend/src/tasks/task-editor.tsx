import type { NewTask, Task } from '@todo/todo';
import { useEffect, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';

import { fill } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useTasksContext } from './context.ts';
import styles from './task-editor.module.css';
import { TaskFields } from './task-fields.tsx';
import { formValues } from './task-form.ts';
import { useTaskForm } from './use-task-form.ts';

/** A task in the place of its row, ready to be changed: Enter saves, Escape leaves it as it was. */
export function TaskEditor(props: {
  readonly task: Task;
  /** @param seen the version that was there when editing began */
  readonly onSave: (task: Task, values: Required<NewTask>, seen: number) => void;
  readonly onCancel: () => void;
}): JSX.Element {
  const { task, onSave, onCancel } = props;
  const { texts, timeZone } = useTasksContext();
  // As it was when editing began: what comes meanwhile must not change what one is writing.
  const [start] = useState(() => ({ version: task.version, values: formValues(task, timeZone) }));
  const form = useTaskForm((values) => onSave(task, values, start.version));
  const { ref } = form;

  useEffect(() => {
    const title = ref.current?.elements.namedItem('title');
    if (title instanceof HTMLInputElement) title.select();
  }, [ref]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') onCancel();
    const isLineBreak = event.target instanceof HTMLTextAreaElement && (event.metaKey || event.ctrlKey);
    if (event.key === 'Enter' && isLineBreak) ref.current?.requestSubmit();
  }

  return (
    <form
      ref={ref}
      className={styles['editor']}
      method="post"
      noValidate
      aria-label={fill(texts.editNamed, { title: task.title })}
      onSubmit={form.onSubmit}
      onKeyDown={onKeyDown}
    >
      <TextField
        label={texts.fields.title}
        name="title"
        defaultValue={start.values.title}
        error={form.errors.title && texts.errors[form.errors.title]}
        autoComplete="off"
        dir="auto"
      />
      <TaskFields values={start.values} errors={form.errors} />
      <div className={styles['buttons']}>
        <Button kind="primary" type="submit">
          {texts.save}
        </Button>
        <Button onClick={onCancel}>{texts.cancel}</Button>
      </div>
    </form>
  );
}
