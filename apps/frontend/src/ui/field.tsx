import { useId } from 'react';
import type { ComponentProps, JSX, ReactNode } from 'react';

import styles from './field.module.css';
import { Icon } from './icon.tsx';

/** What every field has, whatever one enters. */
interface Surroundings {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** How a control refers to what surrounds it. */
interface ControlProps {
  readonly id: string;
  readonly className: string | undefined;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** Label, control, hint and error, tied together for assistive technology. */
function Field(props: Surroundings & { readonly children: (control: ControlProps) => ReactNode }): JSX.Element {
  const { label, hint, error, children } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: styles['control'],
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles['error']}>
          <Icon name="alert" size={16} />
          {error}
        </p>
      )}
    </div>
  );
}

/** A line of text. */
export function TextField({ label, hint, error, ...props }: Surroundings & ComponentProps<'input'>): JSX.Element {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...props} {...control} />}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ label, hint, error, ...props }: Surroundings & ComponentProps<'textarea'>): JSX.Element {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <textarea {...props} {...control} />}
    </Field>
  );
}

/** One of a few. */
export function SelectField(
  props: Surroundings &
    ComponentProps<'select'> & { readonly options: readonly (readonly [value: string, label: string])[] },
): JSX.Element {
  const { label, hint, error, options, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select {...rest} {...control}>
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
