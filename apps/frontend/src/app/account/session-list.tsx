'use client';

import { useEffect, useState } from 'react';
import type { JSX } from 'react';

import { listSessions, revokeSession } from '../../account/client/account.ts';
import type { AccountSession } from '../../account/client/account.ts';
import { agoText } from '../../i18n/dates.ts';
import { fill } from '../../i18n/format.ts';
import type { Locale } from '../../i18n/locale.ts';
import type { AccountMessages } from '../../i18n/messages.ts';
import { Button } from '../../ui/button.tsx';
import styles from '../account-pages.module.css';
import { refusalErrors } from '../account-form.ts';
import { deviceOf } from './device.ts';

/** Where one is signed in, and a way to end it there. */
export function SessionList(props: {
  readonly texts: AccountMessages;
  readonly locale: Locale;
  readonly currentId: string;
}): JSX.Element {
  const { texts, locale, currentId } = props;
  const { page } = texts;
  const [sessions, setSessions] = useState<readonly AccountSession[]>();
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState('');

  useEffect(() => {
    listSessions()
      .then(setSessions)
      .catch(() => setProblem(page.sessionsFailed));
  }, [page]);

  function nameOf({ userAgent }: AccountSession): string {
    const device = deviceOf(userAgent);
    return device === undefined ? page.unknownDevice : fill(page.deviceOn, device);
  }

  async function end(session: AccountSession): Promise<void> {
    setProblem(undefined);
    try {
      await revokeSession(session);
      setSessions((all) => all?.filter(({ id }) => id !== session.id));
      setSaid(fill(page.revoked, { device: nameOf(session) }));
    } catch (error) {
      setProblem(texts.errors[refusalErrors(error, 'change-password').form ?? 'failed']);
    }
  }

  return (
    <>
      <ul className={styles['sessions']} aria-busy={sessions === undefined && problem === undefined}>
        {sessions?.map((session) => (
          <li key={session.id} className={styles['session']}>
            <div>
              <p className={styles['device']}>{nameOf(session)}</p>
              <p className={styles['hint']}>
                {fill(page.signedInAt, { time: agoText(session.createdAt, { locale, now: new Date() }) })}
              </p>
            </div>
            {session.id === currentId ? (
              <span className={styles['current']}>{page.thisDevice}</span>
            ) : (
              <Button
                aria-label={fill(page.revokeNamed, { device: nameOf(session) })}
                onClick={() => void end(session)}
              >
                {page.revoke}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className={styles['done']}>
        {said}
      </p>
      <p role="alert" className={problem && styles['problem']}>
        {problem}
      </p>
    </>
  );
}
