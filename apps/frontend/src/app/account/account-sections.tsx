'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { JSX } from 'react';

import type { Locale } from '../../i18n/locale.ts';
import type { AccountMessages } from '../../i18n/messages.ts';
import styles from '../account-pages.module.css';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

/** Password and sessions: a new password ends sessions, so the list is asked for again. */
export function AccountSections(props: {
  readonly texts: AccountMessages;
  readonly locale: Locale;
  readonly email: string;
  readonly currentId: string;
}): JSX.Element {
  const { texts, locale, email, currentId } = props;
  const { page } = texts;
  const [changes, setChanges] = useState(0);
  const router = useRouter();

  function onChanged(): void {
    setChanges((count) => count + 1);
    // This session was replaced, too: the server knows which one is ours now.
    router.refresh();
  }

  return (
    <div className={styles['sections']}>
      <section className={styles['section']} aria-labelledby="password-title">
        <div>
          <h2 id="password-title">{page.passwordTitle}</h2>
          <p className={styles['hint']}>{page.passwordHint}</p>
        </div>
        <PasswordForm texts={texts} email={email} onChanged={onChanged} />
      </section>
      <section className={styles['section']} aria-labelledby="sessions-title">
        <h2 id="sessions-title">{page.sessionsTitle}</h2>
        <SessionList key={changes} texts={texts} locale={locale} currentId={currentId} />
      </section>
    </div>
  );
}
