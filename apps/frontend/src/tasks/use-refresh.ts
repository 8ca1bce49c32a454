import { useEffect, useRef } from 'react';

/** A list that is this old is asked for again when somebody comes back to it. */
const FRESH_MS = 15_000;

/** Says which event tells that tasks were changed by someone else in this page: the assistant. */
const TASKS_CHANGED = 'todo:tasks-changed';

/** Asks again when the assistant changed tasks, and when a tab is looked at that was not for a while. */
export function useRefresh(refresh: () => void): void {
  const hiddenAt = useRef(0);
  useEffect(() => {
    function onVisibility(): void {
      if (document.hidden) hiddenAt.current = Date.now();
      else if (Date.now() - hiddenAt.current > FRESH_MS) refresh();
    }
    // A page that the back button brings out of the browser's memory shows what was true when it was left.
    function onShow(event: PageTransitionEvent): void {
      if (event.persisted) refresh();
    }
    window.addEventListener(TASKS_CHANGED, refresh);
    window.addEventListener('pageshow', onShow);
    document.addEventListener('visibilitychange', onVisibility);
    return (): void => {
      window.removeEventListener(TASKS_CHANGED, refresh);
      window.removeEventListener('pageshow', onShow);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [refresh]);
}
