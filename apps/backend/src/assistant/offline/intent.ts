/** A task as a person speaks of it: by its number, or by words of its title. */
export type TaskReference =
  | { readonly by: 'number'; readonly number: number }
  /** `whole`: the words are the whole title, so a task called exactly that wins over longer ones. */
  | { readonly by: 'title'; readonly title: string; readonly whole: boolean };

/** Which tasks to list; the fields of `list_tasks`. */
export interface ListFilter {
  readonly status: 'all' | 'pending' | 'completed';
  readonly priority?: Priority;
  readonly tag?: string;
  /** ISO 8601; tasks due at this very moment are not in it. */
  readonly due_before?: string;
  readonly due_after?: string;
  readonly q?: string;
  readonly sort?: 'title' | 'due_date' | 'priority';
  readonly order?: 'asc' | 'desc';
}

/** Several tasks at once. */
export type Selection =
  | { readonly of: 'references'; readonly references: readonly TaskReference[] }
  | { readonly of: 'filter'; readonly filter: ListFilter };

export type Priority = 'low' | 'medium' | 'high';
export type Recurrence = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** A task to add; `due_at` is ISO 8601 in UTC. */
export interface NewTaskWish {
  readonly title: string;
  readonly description?: string;
  readonly due_at?: string;
  readonly priority?: Priority;
  readonly tags?: readonly string[];
  readonly recurrence?: Recurrence;
}

/** What to change of a task; null takes a value away. */
export interface TaskEdit {
  readonly title?: string;
  readonly description?: string | null;
  readonly due_at?: string | null;
  readonly priority?: Priority;
  readonly recurrence?: Recurrence | null;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
}

/** What can be wished of one task. */
export type TaskWish =
  | { readonly type: 'complete' | 'delete' | 'reopen' | 'show' }
  | { readonly type: 'update'; readonly change: TaskEdit };

/** Why a wish can't be carried out as it was said. */
export type Missing =
  /** What the new task is called. */
  | 'title'
  /** Which task is meant. */
  | 'task'
  /** What to change. */
  | 'change'
  /** Whether it is a wish at all. */
  | 'certainty'
  /** A repetition that tasks have: "every other week" is none. */
  | 'recurrence'
  /** A date that can be read. */
  | 'date'
  /** One request at a time. */
  | 'brevity'
  /** A title of 200 characters at most. */
  | 'shortness';

/** What one clause of a message asks for. */
export type Intent =
  | { readonly type: 'add'; readonly task: NewTaskWish }
  | { readonly type: 'list'; readonly filter: ListFilter }
  | (TaskWish & { readonly task: TaskReference })
  | { readonly type: 'complete_many' | 'delete_many'; readonly selection: Selection }
  /** An answer to "which one?" */
  | { readonly type: 'pick'; readonly task: TaskReference }
  | { readonly type: 'yes' | 'no' | 'undo' | 'help' | 'greeting' | 'thanks' | 'empty' | 'foreign' | 'unknown' }
  /** Understood well enough to know that nothing is to be done. */
  | { readonly type: 'untouched'; readonly because: 'question' | 'negation' | 'hypothetical' }
  | { readonly type: 'ambiguous'; readonly wish?: TaskWish; readonly missing: Missing; readonly text: string };

/** What the words are read against. */
export interface ParseContext {
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
  /** The tasks that the conversation showed or touched last, in that order: "that task", "the first one". */
  readonly lastTasks: readonly { readonly id: number; readonly title: string }[];
}
