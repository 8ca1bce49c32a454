import type { ChatMessages } from '../i18n/messages.ts';
import { fill, plural } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import type { ToolCall } from './protocol.ts';
import { list, record } from './read-event.ts';

/** What a tool did, in one line for people. */
export function toolCallText(call: ToolCall, texts: ChatMessages['tools'], locale: Locale): string {
  if (call.isError) return fill(texts.failed, { tool: call.tool });
  const result = record(call.result);
  const title = [result['title'], call.parameters['title']].find((value) => typeof value === 'string') ?? '';
  switch (call.tool) {
    case 'add_task':
      return fill(texts.added, { title });
    case 'complete_task':
      return fill(texts.completed, { title });
    case 'delete_task':
      return fill(texts.deleted, { title });
    case 'update_task':
      return fill(texts.updated, { title });
    case 'list_tasks':
      return plural(locale, texts.listed, Number(result['total'] ?? list(call.result).length));
    default:
      return fill(texts.other, { tool: call.tool });
  }
}
