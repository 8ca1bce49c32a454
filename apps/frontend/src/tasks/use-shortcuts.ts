import { useCallback, useEffect, useState } from 'react';

import { shortcutOf } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';

const STORAGE_KEY = 'todo-single-keys';

/** Whether single keys do something, and how to change that: for some, a key is pressed by a word that was spoken. */
export interface ShortcutSetting {
  readonly enabled: boolean;
  readonly setEnabled: (enabled: boolean) => void;
}

/** @see https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts */
export function useShortcuts(run: (shortcut: Shortcut) => void): ShortcutSetting {
  const [enabled, setEnabled] = useState(true);
  useEffect(() => setEnabled(localStorage.getItem(STORAGE_KEY) !== 'off'), []);
  useEffect(() => {
    if (!enabled) return undefined;
    function onKeyDown(event: KeyboardEvent): void {
      const shortcut = shortcutOf(event, isWriting(event.target) || document.querySelector('dialog[open]') !== null);
      if (shortcut === undefined) return;
      event.preventDefault();
      run(shortcut);
    }
    document.addEventListener('keydown', onKeyDown);
    return (): void => document.removeEventListener('keydown', onKeyDown);
  }, [enabled, run]);
  const choose = useCallback((now: boolean) => {
    localStorage.setItem(STORAGE_KEY, now ? 'on' : 'off');
    setEnabled(now);
  }, []);
  return { enabled, setEnabled: choose };
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches('input:not([type="checkbox"]), textarea, select') || target.isContentEditable;
}
