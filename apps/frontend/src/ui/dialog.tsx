'use client';

import { useEffect, useId, useRef } from 'react';
import type { JSX, ReactNode } from 'react';

import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { Icon } from './icon.tsx';

/**
 * A modal dialog. The browser's own `<dialog>` keeps the focus inside, closes on Escape and gives the focus back.
 *
 * @param props.onClose is called however it is closed; the caller then sets `open` to false
 */
export function Dialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): JSX.Element {
  const { open, title, closeLabel, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) element.showModal();
    if (!open && element?.open === true) element.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={styles['dialog']}
      aria-labelledby={titleId}
      onClose={onClose}
      // The padding belongs to the inner boxes: a click on the dialog itself is one on its backdrop.
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles['head']}>
        <h2 id={titleId}>{title}</h2>
        <Button kind="quiet" shape="icon" aria-label={closeLabel} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      <div className={styles['body']}>{children}</div>
    </dialog>
  );
}
