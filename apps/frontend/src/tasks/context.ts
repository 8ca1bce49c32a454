import { createContext, use } from 'react';

import type { Locale } from '../i18n/locale.ts';
import type { TasksMessages } from '../i18n/messages.ts';
import type { TaskView } from './task-view.ts';

/** What every part of the task list needs. */
export interface TasksContext {
  readonly texts: TasksMessages;
  readonly locale: Locale;
  readonly timeZone: string;
  /** To the minute. */
  readonly now: Date;
  readonly view: TaskView;
  /** The address of a view. */
  readonly hrefOf: (view: TaskView) => string;
  /** Goes there without loading the page. */
  readonly show: (view: TaskView, how?: 'replace') => void;
}

const Context = createContext<TasksContext | undefined>(undefined);

/** Gives it to the parts below. */
export const TasksProvider = Context.Provider;

/** For a part of the task list. */
export function useTasksContext(): TasksContext {
  const context = use(Context);
  if (context === undefined) throw new Error('a part of the task list stands outside of its board');
  return context;
}
