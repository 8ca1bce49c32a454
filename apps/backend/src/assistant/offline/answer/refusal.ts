import type { ToolCallRecord } from '../../assistant.ts';

const SOMETHING = 'That did not work: the task service refused it. Nothing was changed.';
/** What a library says about parameters is no sentence for people. */
const TECHNICAL = /validation|invalid arguments|mcp error|[{}[\]\n]/iu;

/** What went wrong with a call, as a friendly sentence. */
export function refusalOf({ result, parameters }: ToolCallRecord): string {
  const said = typeof result === 'string' ? result.trim() : '';
  if (/there is no task|TASK_NOT_FOUND/iu.test(said))
    return `There is no task #${String(parameters['task_id'])} in your list. Say “show my tasks” to see the numbers.`;
  if (/USER_NOT_FOUND|account does not exist/iu.test(said))
    return 'Your account does not exist any more. Please sign in again.';
  return said === '' || said.length > 300 || TECHNICAL.test(said) ? SOMETHING : said;
}
