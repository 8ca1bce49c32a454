import type { JSX } from 'react';

import buttonStyles from '../ui/button.module.css';
import { Notice } from '../ui/notice.tsx';
import { useTasksContext } from './context.ts';
import { isFiltered, withoutFilters } from './task-view.ts';
import { ViewLink } from './view-link.tsx';

/** Why there is nothing, and what one can do about it. */
export function EmptyList(): JSX.Element {
  const { texts, view } = useTasksContext();
  const { empty } = texts;
  if (!isFiltered(view)) return <Notice icon="sparkle" level={3} title={empty.title} text={empty.text} />;
  const { status, ...others } = view;
  if (!isFiltered({ ...others, status: 'all' })) {
    return status === 'pending' ? (
      <Notice icon="check" level={3} title={empty.allDone} text={empty.allDoneText} />
    ) : (
      <Notice icon="tasks" level={3} title={empty.noneDone} text={empty.noneDoneText} />
    );
  }
  return (
    <Notice icon="search" level={3} title={empty.noMatch} text={empty.noMatchText}>
      <ViewLink to={withoutFilters(view)} className={buttonStyles['button']} data-kind="plain">
        {texts.filters.clear}
      </ViewLink>
    </Notice>
  );
}
