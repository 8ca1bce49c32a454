import type { ComponentProps, JSX } from 'react';

import styles from './button.module.css';

/** Looks of a button; at most one `primary` per form. */
interface Look {
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  /** `icon`: a square around a picture; then it needs an `aria-label`. */
  readonly shape?: 'icon';
}

/** A button of at least 40 px. It submits nothing unless its `type` says so. */
export function Button({ kind = 'plain', shape, ...props }: Look & ComponentProps<'button'>): JSX.Element {
  return <button type="button" {...props} className={styles['button']} data-kind={kind} data-shape={shape} />;
}

/** A link that looks like a button: it leads somewhere, it does nothing. */
export function ButtonLink({ kind = 'plain', shape, children, ...props }: Look & ComponentProps<'a'>): JSX.Element {
  return (
    <a {...props} className={styles['button']} data-kind={kind} data-shape={shape}>
      {children}
    </a>
  );
}
