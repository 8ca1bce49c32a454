import type { JSX } from 'react';

import { fill } from '../i18n/format.ts';
import type { CommonMessages } from '../i18n/messages.ts';
import buttonStyles from '../ui/button.module.css';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useTasksContext } from './context.ts';
import { EmptyList } from './empty-list.tsx';
import { TaskItems } from './task-items.tsx';
import type { ShownTask } from './task-list-state.ts';
import type { TaskList } from './task-list.ts';
import styles from './task-results.module.css';
import { withMore } from './task-view.ts';
import { ViewLink } from './view-link.tsx';

/** The tasks, or why there are none. */
export function TaskResults(props: {
  readonly lines: readonly ShownTask[];
  readonly total: number;
  /** `waiting`: what is shown belongs to another view, or will be here in a moment. */
  readonly state: 'ready' | 'waiting' | 'unknown';
  readonly list: TaskList;
  readonly common: Pick<CommonMessages, 'tryAgain' | 'away'>;
  readonly focusElsewhere: () => void;
}): JSX.Element {
  const { lines, total, state, list, common, focusElsewhere } = props;
  return (
    <div className={styles['results']} aria-busy={state === 'waiting'}>
      {lines.length > 0 && <TaskItems lines={lines} actions={list} focusElsewhere={focusElsewhere} />}
      {lines.length > 0 && total > lines.length && <More shown={lines.length} total={total} />}
      {lines.length === 0 && state === 'ready' && <EmptyList />}
      {lines.length === 0 && state === 'unknown' && (
        <Notice icon="offline" level={3} title={common.away.title} text={common.away.text}>
          <Button kind="primary" onClick={list.refresh}>
            {common.tryAgain}
          </Button>
        </Notice>
      )}
    </div>
  );
}

/** How much of it is shown, and a way to the rest. */
function More({ shown, total }: { readonly shown: number; readonly total: number }): JSX.Element {
  const { texts, view } = useTasksContext();
  const next = withMore(view);
  return (
    <div className={styles['more']}>
      <p>{fill(texts.shown, { shown, total })}</p>
      {next.shown > view.shown && (
        <ViewLink to={next} className={buttonStyles['button']} data-kind="plain">
          {texts.more}
        </ViewLink>
      )}
    </div>
  );
}
