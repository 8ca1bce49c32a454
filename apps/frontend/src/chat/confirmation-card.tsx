import { useEffect, useId, useState } from 'react';
import type { JSX } from 'react';

import { fill, plural } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import styles from './confirmation-card.module.css';
import type { Confirmation } from './protocol.ts';
import { useTexts } from './texts.ts';
import { useMoment } from './time-stamp.tsx';

/** So many tasks are named one by one. */
const NAMED = 10;

/** The assistant's question before it deletes several tasks: which ones, and two buttons. It closes when it expires. */
export function ConfirmationCard(props: {
  readonly confirmation: Confirmation;
  /** Whether the turn that asks is still being written. */
  readonly waiting: boolean;
  readonly onDecide: (decision: 'confirm' | 'cancel') => void;
}): JSX.Element {
  const { confirmation, waiting, onDecide } = props;
  const { affectedItems: items, expiresAt } = confirmation;
  const { texts, locale } = useTexts();
  const id = useId();
  const expired = useExpired(expiresAt);
  const until = useMoment(expiresAt);
  return (
    <div className={styles['card']} role="group" aria-labelledby={id}>
      <p id={id} className={styles['question']}>
        <bdi>{confirmation.message}</bdi>
      </p>
      <ul className={styles['items']}>
        {items.slice(0, NAMED).map((item) => (
          <li key={item.id}>
            <bdi>{item.title}</bdi>
          </li>
        ))}
        {items.length > NAMED && <li>{plural(locale, texts.confirm.more, items.length - NAMED)}</li>}
      </ul>
      {expired ? (
        <p className={styles['until']}>{texts.confirm.expired}</p>
      ) : (
        <>
          <div className={styles['buttons']}>
            <button type="button" className={styles['yes']} disabled={waiting} onClick={() => onDecide('confirm')}>
              {plural(locale, texts.confirm.yes, items.length)}
            </button>
            <Button disabled={waiting} onClick={() => onDecide('cancel')}>
              {texts.confirm.no}
            </Button>
          </div>
          <p className={styles['until']}>{fill(texts.confirm.until, { time: until })}</p>
        </>
      )}
    </div>
  );
}

function useExpired(expiresAt: string): boolean {
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    const left = Date.parse(expiresAt) - Date.now();
    if (Number.isNaN(left)) return undefined;
    const timer = setTimeout(() => setExpired(true), Math.max(0, left));
    return (): void => clearTimeout(timer);
  }, [expiresAt]);
  return expired;
}
