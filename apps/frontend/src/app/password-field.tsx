'use client';

import { useState } from 'react';
import type { ComponentProps, JSX } from 'react';

import { TextField } from '../ui/field.tsx';
import styles from './account-pages.module.css';

/** A password, which can be looked at: with long ones that beats typing it twice. */
export function PasswordField({
  showLabel,
  ...props
}: ComponentProps<typeof TextField> & { readonly showLabel: string }): JSX.Element {
  const [visible, setVisible] = useState(false);
  return (
    <div className={styles['password']}>
      <TextField {...props} type={visible ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <label className={styles['show']}>
        <input type="checkbox" checked={visible} onChange={(event) => setVisible(event.currentTarget.checked)} />
        {showLabel}
      </label>
    </div>
  );
}
