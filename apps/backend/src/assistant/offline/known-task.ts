import * as z from 'zod';
import type { ToolCallRecord } from '../assistant.ts';

/** What the assistant reads of a task that a tool shows; a field it does not know is no reason to fail. */
const shownTask = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  completed: z.boolean().optional(),
  priority: z.enum(['low', 'medium', 'high']).optional(),
  due_at: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  recurrence: z.string().nullish(),
});
export type ShownTask = z.infer<typeof shownTask>;

const page = z.object({ tasks: z.array(shownTask), total: z.int().optional() });
const outcome = z.object({ task_id: z.int(), title: z.string() });

/** The tasks that `list_tasks` gave, and how many there are altogether; undefined when it gave none. */
export function listedTasks({
  result,
  is_error,
}: ToolCallRecord): { readonly tasks: readonly ShownTask[]; readonly total: number } | undefined {
  // The first specification has a bare array.
  const read = is_error ? undefined : page.safeParse(Array.isArray(result) ? { tasks: result } : result).data;
  return read && { tasks: read.tasks, total: read.total ?? read.tasks.length };
}

/** The task that a tool acted on; undefined when it did not. */
export function touchedTask({
  tool,
  result,
  is_error,
}: ToolCallRecord): { readonly id: number; readonly title: string } | undefined {
  const read = is_error || tool === 'list_tasks' ? undefined : outcome.safeParse(result).data;
  return read && { id: read.task_id, title: read.title };
}
