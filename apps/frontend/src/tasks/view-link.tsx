import type { ComponentProps, JSX, MouseEvent } from 'react';

import { useTasksContext } from './context.ts';
import type { TaskView } from './task-view.ts';

/** A link to another view. It is a real one, for other tabs and for who has no JavaScript; a plain click loads no page. */
export function ViewLink({ to, ...props }: { readonly to: TaskView } & ComponentProps<'a'>): JSX.Element {
  const { hrefOf, show } = useTasksContext();

  function follow(event: MouseEvent): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(to);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/anchor-has-content -- its content comes with the properties
    <a {...props} href={hrefOf(to)} onClick={follow} />
  );
}
