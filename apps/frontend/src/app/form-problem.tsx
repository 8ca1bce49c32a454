import type { JSX } from 'react';

import styles from './account-pages.module.css';

/** What is wrong with a form as a whole. It takes the focus when no field does. */
export function FormProblem({ text }: { readonly text: string | undefined }): JSX.Element | null {
  if (text === undefined) return null;
  return (
    <p role="alert" tabIndex={-1} className={styles['problem']}>
      {text}
    </p>
  );
}
