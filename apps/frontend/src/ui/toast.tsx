'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { JSX } from 'react';

import { Icon } from './icon.tsx';
import styles from './toast.module.css';

/** What is said for a while. */
export interface Toast {
  readonly text: string;
  /** `bad` stays until it is dismissed; `quiet` is only read out: who sees the page sees it happen. */
  readonly tone?: 'bad' | 'quiet';
  readonly action?: { readonly label: string; readonly run: () => void };
}

type ShownToast = Toast & { readonly key: number };

/** Long enough to read, and to reach the action by keyboard; errors stay until they are dismissed. */
const SHOWN_MS = 8000;
const MOST = 4;

/** What is on the screen now, and how to add to it. */
export interface Toasts {
  readonly shown: readonly ShownToast[];
  readonly show: (toast: Toast) => void;
  readonly dismiss: (key: number) => void;
}

/** Errors stay; of the others the last one is there for a while. */
export function useToasts(): Toasts {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const count = useRef(0);
  const dismiss = useCallback((key: number) => setShown((all) => all.filter((toast) => toast.key !== key)), []);
  const show = useCallback((toast: Toast) => {
    count.current += 1;
    const key = count.current;
    setShown((all) => [...all.filter(({ tone }) => tone === 'bad'), { ...toast, key }].slice(-MOST));
  }, []);
  return { shown, show, dismiss };
}

/** The live region: always there, so that what comes into it is read out. */
export function ToastRegion(props: {
  readonly toasts: Toasts;
  readonly label: string;
  readonly dismissLabel: string;
}): JSX.Element {
  const { toasts, label, dismissLabel } = props;
  return (
    <section className={styles['region']} aria-label={label} aria-live="polite">
      {toasts.shown.map((toast) => (
        <ToastLine key={toast.key} toast={toast} dismissLabel={dismissLabel} onDismiss={toasts.dismiss} />
      ))}
    </section>
  );
}

function ToastLine(props: {
  readonly toast: ShownToast;
  readonly dismissLabel: string;
  readonly onDismiss: (key: number) => void;
}): JSX.Element {
  const { toast, dismissLabel, onDismiss } = props;
  const { key, tone, text, action } = toast;
  const [held, setHeld] = useState(false);
  // Nothing disappears under a pointer or while it has the focus.
  useEffect(() => {
    if (held || tone === 'bad') return undefined;
    const timer = setTimeout(() => onDismiss(key), SHOWN_MS);
    return (): void => clearTimeout(timer);
  }, [held, key, tone, onDismiss]);
  if (tone === 'quiet') return <p className="unseen">{text}</p>;
  return (
    <div
      className={styles['toast']}
      data-tone={tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className={styles['text']}>{text}</p>
      {action && (
        <button
          type="button"
          className={styles['action']}
          onClick={() => {
            action.run();
            onDismiss(key);
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className={styles['close']} aria-label={dismissLabel} onClick={() => onDismiss(key)}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
