import type { ToolCallRecord } from '../assistant/assistant.ts';

/** Characters of JSON up to which a result is kept as it is; some hundred tasks. */
const WHOLE = 32_000;
/** Characters of JSON that are kept of a longer one. */
const MOST = 64_000;

/**
 * A call as it is told and kept. A history is read by the page, each message with its calls: a thousand tasks with all their
 * texts, looked through once a minute, would be more than a server or a browser can hold. Of a long list numbers and titles
 * stay, which is what a later turn refers to. Pure.
 */
export function keptCall(call: ToolCallRecord): ToolCallRecord {
  const text = JSON.stringify(call.result) ?? 'null';
  if (text.length <= WHOLE) return call;
  const { result } = call;
  if (typeof result === 'object' && result !== null && 'tasks' in result && Array.isArray(result.tasks))
    return { ...call, result: { ...result, tasks: namesOf(result.tasks) } };
  const told = typeof result === 'string' ? result : text;
  return { ...call, result: `${told.slice(0, WHOLE).toWellFormed()}… (cut)` };
}

function namesOf(tasks: readonly unknown[]): readonly object[] {
  const names: object[] = [];
  let length = 0;
  for (const task of tasks) {
    if (typeof task !== 'object' || task === null || !('id' in task) || !('title' in task)) continue;
    const name = { id: task.id, title: task.title };
    length += JSON.stringify(name).length + 1;
    if (length > MOST) break;
    names.push(name);
  }
  return names;
}
