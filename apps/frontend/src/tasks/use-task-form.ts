import type { NewTask } from '@todo/todo';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent, RefObject } from 'react';

import { useTasksContext } from './context.ts';
import { readTaskForm } from './task-form.ts';
import type { FormErrors } from './task-form.ts';

/** A form that describes a task. */
export interface TaskForm {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly errors: FormErrors;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Reads the form when it is sent; what is wrong is told beside its field, and the first of these gets the focus. */
export function useTaskForm(onTask: (task: Required<NewTask>, form: HTMLFormElement) => void): TaskForm {
  const { timeZone } = useTasksContext();
  const ref = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<FormErrors>({});

  useEffect(() => {
    if (Object.keys(errors).length > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors]);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (ref.current === null) return;
    const result = readTaskForm(new FormData(ref.current), timeZone);
    setErrors('errors' in result ? result.errors : {});
    if ('task' in result) onTask(result.task, ref.current);
  }

  return { ref, errors, onSubmit };
}
