import type { JSX } from 'react';

import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { useTasksContext } from './context.ts';
import { QuickDates } from './quick-dates.tsx';
import styles from './task-fields.module.css';
import type { FormErrors, FormValues } from './task-form.ts';

const PRIORITIES = ['high', 'medium', 'low'] as const;
const RECURRENCES = ['daily', 'weekly', 'monthly', 'yearly'] as const;

/** Everything about a task but its title; the fields keep their own values. */
export function TaskFields(props: { readonly values?: FormValues; readonly errors: FormErrors }): JSX.Element {
  const { values, errors } = props;
  const { texts } = useTasksContext();
  const { fields, priorities, recurrences } = texts;
  const errorOf = (name: keyof FormErrors): string | undefined => {
    const error = errors[name];
    return error && texts.errors[error];
  };
  return (
    <div className={styles['fields']}>
      <TextField label={fields.due} name="due" type="date" defaultValue={values?.due} error={errorOf('due')} />
      <TextField label={fields.time} name="time" type="time" defaultValue={values?.time} hint={fields.timeHint} />
      <SelectField
        label={fields.priority}
        name="priority"
        defaultValue={values?.priority ?? 'medium'}
        options={PRIORITIES.map((one) => [one, priorities[one]] as const)}
      />
      <SelectField
        label={fields.recurrence}
        name="recurrence"
        defaultValue={values?.recurrence ?? ''}
        options={[['', recurrences.none], ...RECURRENCES.map((one) => [one, recurrences[one]] as const)]}
      />
      <QuickDates />
      <div className={styles['wide']}>
        <TextField
          label={fields.tags}
          name="tags"
          defaultValue={values?.tags}
          hint={fields.tagsHint}
          error={errorOf('tags')}
          autoCapitalize="none"
          dir="auto"
        />
      </div>
      <div className={styles['wide']}>
        <TextArea
          label={fields.description}
          name="description"
          rows={2}
          defaultValue={values?.description}
          error={errorOf('description')}
          dir="auto"
        />
      </div>
    </div>
  );
}
