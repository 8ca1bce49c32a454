import type { Assistant, AssistantEvent, NamedTask, ToolCallRecord } from './assistant.ts';

/** Deletions that are under way at once. */
const AT_ONCE = 8;

/** Answers a confirmed question: deletes exactly these tasks, and says what became of each. */
export function confirmedDeletion(tasks: readonly NamedTask[]): Assistant['reply'] {
  return async function* ({ tools }): AsyncIterable<AssistantEvent> {
    const calls: ToolCallRecord[] = [];
    for (let at = 0; at < tasks.length; at += AT_ONCE) {
      const batch = tasks.slice(at, at + AT_ONCE);
      const done = await Promise.all(batch.map(({ id }) => tools.call('delete_task', { task_id: id })));
      for (const call of done) yield { type: 'tool_call', call };
      calls.push(...done);
    }
    yield { type: 'delta', text: summaryOf(tasks, calls) };
  };
}

/** Answers a question that the person said no to. */
export async function* cancelledDeletion(): AsyncIterable<AssistantEvent> {
  yield { type: 'delta', text: 'All right, nothing was deleted.' };
}

function summaryOf(tasks: readonly NamedTask[], calls: readonly ToolCallRecord[]): string {
  const failed = tasks.filter((_, index) => calls[index]?.is_error);
  const deleted = tasks.length - failed.length;
  const first = `Deleted ${deleted} ${deleted === 1 ? 'task' : 'tasks'}.`;
  if (failed.length === 0) return first;
  const names = failed.map(({ id, title }) => `“${title}” (#${id})`).join(', ');
  return `${first} ${failed.length} could not be deleted, or ${failed.length === 1 ? 'was' : 'were'} gone already: ${names}.`;
}
