'use client';

import { useState } from 'react';
import type { JSX } from 'react';

import { signOut } from '../account/client/account.ts';
import styles from './page-frame.module.css';

/** Ends the session, and loads the page anew: nothing of the account stays in memory. */
export function SignOutButton({ label, failed }: { readonly label: string; readonly failed: string }): JSX.Element {
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
      <button type="button" className={styles['item']} disabled={state === 'busy'} onClick={() => void leave()}>
        {label}
      </button>
      <p role="alert" className={styles['problem']}>
        {state === 'failed' && failed}
      </p>
    </>
  );
}
