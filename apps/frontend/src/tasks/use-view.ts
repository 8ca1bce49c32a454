import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

import { parseView, viewHref } from './task-view.ts';
import type { TaskView } from './task-view.ts';

/** The view that the address has, and ways to another one. */
export interface ViewInAddress {
  readonly view: TaskView;
  /** The address of a view; what others keep in the present one stays. */
  readonly hrefOf: (view: TaskView) => string;
  /** Goes there without loading the page. `replace`: the back button skips the present view, as while one types. */
  readonly show: (view: TaskView, how?: 'replace') => void;
}

/** The address is the only place where the view is kept: so it can be shared, and gone back to. */
export function useView(): ViewInAddress {
  const text = useSearchParams().toString();
  const view = useMemo(() => parseView(new URLSearchParams(text)), [text]);
  const hrefOf = useCallback((other: TaskView) => viewHref(other, new URLSearchParams(text)), [text]);
  const show = useCallback((other: TaskView, how?: 'replace') => {
    // Of the address as it is now: the chat writes there, too.
    const href = viewHref(other, new URLSearchParams(window.location.search));
    if (how === 'replace') window.history.replaceState(null, '', href);
    else window.history.pushState(null, '', href);
  }, []);
  return { view, hrefOf, show };
}
