import type { TaskPage } from '@todo/todo';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';

import { accessToken } from '../account/client/access-token.ts';
import { taskApi } from './task-api.ts';
import { createTaskList } from './task-list.ts';
import type { Listing, Outcome, TaskList, TaskListSnapshot } from './task-list.ts';
import { backendQuery, isPlaceFixed, viewHref } from './task-view.ts';
import type { TaskView } from './task-view.ts';

/** The list of a view, and what it shows. */
interface ShownList {
  readonly list: TaskList;
  readonly snapshot: TaskListSnapshot;
  /** Whether the list is of this view: another one takes a moment to load. */
  readonly isCurrent: boolean;
}

/** Keeps one list for as long as the page is open, and shows the view's tasks in it. */
export function useTaskList(options: {
  readonly userId: string;
  readonly initial: TaskPage | undefined;
  readonly view: TaskView;
  readonly timeZone: string;
  /** Kept from the first call. */
  readonly onOutcome: (outcome: Outcome, list: TaskList) => void;
}): ShownList {
  const { userId, initial, view, timeZone, onOutcome } = options;
  const listing = useMemo(() => listingOf(view, timeZone), [view, timeZone]);
  const [list] = useState(() => {
    const api = taskApi({ userId, token: accessToken });
    const made: TaskList = createTaskList({
      userId,
      api,
      listing,
      initial,
      onOutcome: (outcome) => onOutcome(outcome, made),
      onSignedOut: leaveToSignIn,
    });
    return made;
  });
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot, list.snapshot);
  useEffect(() => list.show(listing), [list, listing]);
  return { list, snapshot, isCurrent: snapshot.loaded === listing.key };
}

function listingOf(view: TaskView, timeZone: string): Listing {
  return {
    // What is due today depends on the zone; everything else is the same everywhere.
    key: view.due === undefined ? viewHref(view) : `${viewHref(view)} ${timeZone}`,
    query: () => backendQuery(view, new Date(), timeZone),
    newestFirst: view.sort === 'newest',
    orderMayChange: !isPlaceFixed(view),
  };
}

/** The session has ended; after signing in, one comes back to the same view. */
function leaveToSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?${new URLSearchParams({ expired: '1', return: pathname + search }).toString()}`);
}
