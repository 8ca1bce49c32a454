'use client';

import type { TaskPage } from '@todo/todo';
import { useCallback, useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react';
import type { JSX } from 'react';

import { accessToken } from '../account/client/access-token.ts';
import { fill, plural } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import type { CommonMessages, TasksMessages } from '../i18n/messages.ts';
import buttonStyles from '../ui/button.module.css';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ToastRegion, useToasts } from '../ui/toast.tsx';
import type { Toast } from '../ui/toast.tsx';
import { AddTask } from './add-task.tsx';
import { ConnectionNote } from './connection-note.tsx';
import { TasksProvider } from './context.ts';
import { EmptyList } from './empty-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { outcomeText } from './outcome-text.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import type { Shortcut } from './shortcuts.ts';
import { taskApi } from './task-api.ts';
import styles from './task-board.module.css';
import { TaskItems } from './task-items.tsx';
import { shownTasks } from './task-list-state.ts';
import { createTaskList } from './task-list.ts';
import type { Listing, Outcome, TaskList } from './task-list.ts';
import { backendQuery, isFiltered, isPlaceFixed, viewHref, withMore } from './task-view.ts';
import type { TaskView } from './task-view.ts';
import { useConnection } from './use-connection.ts';
import { useNow } from './use-now.ts';
import { useRefresh } from './use-refresh.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useTimeZone } from './use-time-zone.ts';
import { useView } from './use-view.ts';
import { ViewLink } from './view-link.tsx';

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
export function TaskBoard({ userId, locale, texts, common, initial, ...props }: TaskBoardProps): JSX.Element {
  const { view, hrefOf, show } = useView();
  const now = useNow(props.now);
  const timeZone = useTimeZone(props.timeZone);
  const toasts = useToasts();
  const inputId = useId();
  const searchId = useId();
  const [helpOpen, setHelpOpen] = useState(false);
  const { show: say } = toasts;
  const [list] = useState(() => {
    const onOutcome = (outcome: Outcome): void => tell(outcome, list, texts, say);
    const api = taskApi({ userId, token: accessToken });
    const listing = listingOf(view, timeZone);
    const list: TaskList = createTaskList({ userId, api, listing, initial, onOutcome, onSignedOut: leaveToSignIn });
    return list;
  });
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot, list.snapshot);
  const { lines, total } = shownTasks(snapshot.list, view);
  const connection = useConnection(snapshot.answered, list.refresh);

  useRefresh(list.refresh);
  useEffect(() => list.show(listingOf(view, timeZone)), [list, view, timeZone]);

  const focusInput = useCallback(() => document.getElementById(inputId)?.focus(), [inputId]);
  const run = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === 'help') setHelpOpen(true);
      else document.getElementById(shortcut === 'add' ? inputId : searchId)?.focus();
    },
    [inputId, searchId],
  );
  const setting = useShortcuts(run);
  const context = useMemo(
    () => ({ texts, locale, timeZone, now, view, hrefOf, show }),
    [texts, locale, timeZone, now, view, hrefOf, show],
  );
  const count = isFiltered(view) ? texts.filters.found : texts.count;

  return (
    <TasksProvider value={context}>
      <div className={styles['board']}>
        <div className={styles['head']}>
          <h1>{texts.title}</h1>
          <p className={styles['count']} role="status">
            {snapshot.phase === 'failed' ? '' : plural(locale, count, total)}
          </p>
          <Button
            kind="quiet"
            shape="icon"
            aria-label={texts.shortcuts.open}
            title={texts.shortcuts.open}
            onClick={() => setHelpOpen(true)}
          >
            <Icon name="keyboard" />
          </Button>
        </div>
        <ConnectionNote connection={connection} />
        <AddTask inputId={inputId} onAdd={list.add} />
        <FilterBar searchId={searchId} />
        <div aria-busy={snapshot.phase === 'loading'}>
          {snapshot.phase === 'failed' ? (
            <Notice icon="offline" level={2} title={common.away.title} text={common.away.text}>
              <Button kind="primary" onClick={list.refresh}>
                {common.tryAgain}
              </Button>
            </Notice>
          ) : lines.length === 0 ? (
            <EmptyList />
          ) : (
            <TaskItems lines={lines} actions={list} focusElsewhere={focusInput} />
          )}
        </div>
        {total > lines.length && lines.length > 0 && (
          <div className={styles['more']}>
            <p>{fill(texts.shown, { shown: lines.length, total })}</p>
            {view.shown > withMore(view).shown - 1 ? null : (
              <ViewLink to={withMore(view)} className={buttonStyles['button']} data-kind="plain">
                {texts.more}
              </ViewLink>
            )}
          </div>
        )}
        <ShortcutsDialog
          open={helpOpen}
          closeLabel={common.close}
          setting={setting}
          onClose={() => setHelpOpen(false)}
        />
        <ToastRegion toasts={toasts} label={common.notifications} dismissLabel={common.dismiss} />
      </div>
    </TasksProvider>
  );
}

function listingOf(view: TaskView, timeZone: string): Listing {
  return {
    key: `${viewHref(view)} ${timeZone}`,
    query: () => backendQuery(view, new Date(), timeZone),
    newestFirst: view.sort === 'newest',
    orderMayChange: !isPlaceFixed(view),
  };
}

function tell(outcome: Outcome, list: TaskList, texts: TasksMessages, say: ReturnType<typeof useToasts>['show']): void {
  const text = outcomeText(outcome, texts);
  const undo = (run: () => void): Toast => ({ text, action: { label: texts.undo, run } });
  if (outcome.type === 'failed') say({ text, tone: 'bad' });
  else if (outcome.type === 'removed') say(undo(() => list.restore(outcome.task)));
  // Not of a repeating one: its next occurrence is there already.
  else if (outcome.type === 'edited' && outcome.edit.completed === true && outcome.task.recurrence === null)
    say(undo(() => list.edit(outcome.task, { completed: false })));
  else say({ text });
}

/** The session has ended; after signing in, one comes back to the same view. */
function leaveToSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?${new URLSearchParams({ expired: '1', return: pathname + search }).toString()}`);
}
