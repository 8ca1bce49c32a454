'use client';

import type { TaskPage } from '@todo/todo';
import { useCallback, useId, useMemo, useState } from 'react';
import type { JSX } from 'react';

import { plural } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import type { CommonMessages, TasksMessages } from '../i18n/messages.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ToastRegion, useToasts } from '../ui/toast.tsx';
import { AddTask } from './add-task.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { TasksProvider } from './context.ts';
import { FilterBar } from './filter-bar.tsx';
import { outcomeToast } from './outcome-toast.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import type { Shortcut } from './shortcuts.ts';
import styles from './task-board.module.css';
import { shownTasks } from './task-list-state.ts';
import { TaskResults } from './task-results.tsx';
import { isFiltered } from './task-view.ts';
import { useConnection } from './use-connection.ts';
import { useNow } from './use-now.ts';
import { useRefresh } from './use-refresh.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTaskList } from './use-task-list.ts';
import { useTimeZone } from './use-time-zone.ts';
import { useView } from './use-view.ts';

/** What the server gives the board to begin with. */
export interface TaskBoardProps {
  readonly userId: string;
  readonly locale: Locale;
  readonly texts: TasksMessages;
  readonly common: Pick<CommonMessages, 'close' | 'dismiss' | 'notifications' | 'tryAgain' | 'away'>;
  readonly timeZone: string;
  /** The server's time, ISO 8601. */
  readonly now: string;
  /** The tasks of the address's view; undefined when the backend did not answer. */
  readonly initial: TaskPage | undefined;
}

/** The task list with all that belongs to it. */
export function TaskBoard(props: TaskBoardProps): JSX.Element {
  const { userId, locale, texts, common, initial } = props;
  const { view, hrefOf, show } = useView();
  const now = useNow(props.now);
  const timeZone = useTimeZone(props.timeZone);
  const toasts = useToasts();
  const { list, snapshot, isCurrent } = useTaskList({
    userId,
    initial,
    view,
    timeZone,
    onOutcome: (outcome, list) => toasts.show(outcomeToast(outcome, { list, texts, tryAgain: common.tryAgain })),
  });
  const connection = useConnection(snapshot.answered, list.refresh);
  useRefresh(list.refresh);
  const keys = useKeys();
  const { lines, total } = shownTasks(snapshot.list, view);
  const waits = snapshot.loading || !isCurrent;
  const state = !waits ? 'ready' : snapshot.answered || snapshot.loading ? 'waiting' : 'unknown';
  const count = isFiltered(view) ? texts.filters.found : texts.count;
  const context = useMemo(
    () => ({ texts, locale, timeZone, now, view, hrefOf, show }),
    [texts, locale, timeZone, now, view, hrefOf, show],
  );

  return (
    <TasksProvider value={context}>
      <section className={styles['board']} aria-labelledby="tasks-title">
        <div className={styles['head']}>
          <h2 id="tasks-title" className={styles['title']}>
            {texts.title}
          </h2>
          <p className={styles['count']} role="status">
            {isCurrent && plural(locale, count, total)}
          </p>
          <Button
            kind="quiet"
            shape="icon"
            aria-label={texts.shortcuts.open}
            title={texts.shortcuts.open}
            onClick={() => keys.setHelpOpen(true)}
          >
            <Icon name="keyboard" />
          </Button>
        </div>
        <ConnectionNote connection={connection} />
        <AddTask inputId={keys.inputId} onAdd={list.add} />
        <FilterBar searchId={keys.searchId} />
        <TaskResults
          lines={lines}
          total={total}
          state={state}
          list={list}
          common={common}
          focusElsewhere={keys.focusInput}
        />
        <ShortcutsDialog
          open={keys.helpOpen}
          closeLabel={common.close}
          setting={keys.setting}
          onClose={() => keys.setHelpOpen(false)}
        />
        <ToastRegion toasts={toasts} label={common.notifications} dismissLabel={common.dismiss} />
      </section>
    </TasksProvider>
  );
}

/** Keys that work everywhere, and what they lead to. */
function useKeys() {
  const inputId = useId();
  const searchId = useId();
  const [helpOpen, setHelpOpen] = useState(false);
  const focusInput = useCallback(() => document.getElementById(inputId)?.focus(), [inputId]);
  const run = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === 'help') setHelpOpen(true);
      else document.getElementById(shortcut === 'add' ? inputId : searchId)?.focus();
    },
    [inputId, searchId],
  );
  const setting = useShortcuts(run);
  return { inputId, searchId, helpOpen, setHelpOpen, focusInput, setting };
}
