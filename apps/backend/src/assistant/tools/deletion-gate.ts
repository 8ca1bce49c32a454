import type { NamedTask, ToolCaller, ToolCallRecord } from '../assistant.ts';

/** A turn's tools, of which one deletion at most goes through; the others wait for the person. */
export interface GatedTools extends ToolCaller {
  /** What waits, by number and title, in the order asked for. */
  readonly held: readonly NamedTask[];
  /** Whether this record says no more than that its deletion waits. */
  isHeld(record: ToolCallRecord): boolean;
}

const DELETE = 'delete_task';
const MAX_LISTED = 1000;

/**
 * Lets one deletion of a turn through and holds every other one, whoever asks: a model that calls `delete_task` again and
 * again, talked into it by a task's title or not, deletes no more than one task before the person has seen a list.
 */
export function gateDeletions(tools: ToolCaller): GatedTools {
  const held = new Map<number, string>();
  const records = new WeakSet<ToolCallRecord>();
  let deleted: number | undefined;
  let deleting = false;
  let titles: ReadonlyMap<number, string> | undefined;

  const hold = async (parameters: ToolCallRecord['parameters'], taskId: number): Promise<ToolCallRecord> => {
    // Asked for again only for a task that is not among them: it may be new.
    if (!titles?.has(taskId)) titles = await titlesOf(tools);
    const title = titles.get(taskId);
    if (title === undefined)
      return refusal(parameters, `There is no task ${taskId}. List the tasks for their numbers.`);
    held.set(taskId, title);
    const result = { task_id: taskId, status: 'waiting_for_confirmation', title };
    const record = { tool: DELETE, parameters, result, duration_ms: 0, is_error: false };
    records.add(record);
    return record;
  };
  return {
    get held() {
      return [...held].map(([id, title]) => ({ id, title }));
    },
    isHeld: (record) => records.has(record),
    list: () => tools.list(),
    async call(tool, parameters, options = {}) {
      if (tool !== DELETE) return tools.call(tool, parameters);
      const taskId = parameters['task_id'];
      // The server refuses it too; a gate does not rely on that.
      if (!Number.isSafeInteger(taskId)) return refusal(parameters, 'task_id must be the number of a task.');
      const id = taskId as number;
      if (options.hold || deleting || held.size > 0 || (deleted !== undefined && deleted !== id))
        return hold(parameters, id);
      deleting = true;
      const record = await tools.call(tool, parameters);
      deleting = false;
      // A failure may have deleted all the same: only a refusal by the server proves the contrary, and costs a confirmation at most.
      deleted = id;
      return record;
    },
  };
}

function refusal(parameters: ToolCallRecord['parameters'], result: string): ToolCallRecord {
  return { tool: DELETE, parameters, result, duration_ms: 0, is_error: true };
}

/** The titles under which the person knows their tasks. */
async function titlesOf(tools: ToolCaller): Promise<ReadonlyMap<number, string>> {
  const { result } = await tools.call('list_tasks', { status: 'all', limit: MAX_LISTED });
  const tasks = typeof result === 'object' && result !== null && 'tasks' in result ? result.tasks : undefined;
  if (!Array.isArray(tasks)) return new Map();
  return new Map((tasks as readonly NamedTask[]).map(({ id, title }) => [id, title]));
}
