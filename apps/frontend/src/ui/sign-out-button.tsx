'use client';

import { useState } from 'react';
import type { JSX } from 'react';

import { signOut } from '../account/client/account.ts';
import styles from './page-frame.module.css';

/** Ends the session, and loads the page anew: nothing of the account stays in memory. */
export function SignOutButton(props: {
  readonly label: string;
  readonly failed: string;
  readonly className: string | undefined;
}): JSX.Element {
  const { label, failed, className } = props;
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');

  async function leave(): Promise<void> {
    setState('busy');
    try {
      await signOut();
      window.location.assign('/sign-in');
    } catch {
      setState('failed');
    }
  }

  return (
    <>
      <button
        type="button"
        className={className}
        data-kind="plain"
        disabled={state === 'busy'}
        onClick={() => void leave()}
      >
        {label}
      </button>
      <p role="alert" className={styles['problem']}>
        {state === 'failed' && failed}
      </p>
    </>
  );
}
