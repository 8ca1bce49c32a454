import type OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { AssistantError } from '../assistant-error.ts';
import type { Assistant, AssistantEvent, ToolCaller, ToolCallRecord } from '../assistant.ts';
import { ToolsUnavailable } from '../tools/tools-unavailable.ts';
import { toMessages, toolCall, toolResult, toTools } from './messages.ts';
import { readRound, type WantedCall } from './model-round.ts';
import { systemPrompt } from './system-prompt.ts';

/** Which model, and where. */
export interface OpenAiOptions {
  /** Endpoints of one's own often need none. */
  readonly apiKey?: string | undefined;
  /** OpenAI's own unless given. */
  readonly baseUrl?: string | undefined;
  readonly model: string;
  /** How long a model may take to begin an answer, and how long it may fall silent in it. */
  readonly patienceMilliseconds?: number;
}

/** How often a model may act and look at what came of it, in one turn. */
const MAX_ROUNDS = 5;
const PATIENCE_MILLISECONDS = 25_000;
const TOO_MANY_ROUNDS = 'I stopped here, as this took too many steps. Tell me what to do next.';

/** An assistant behind any endpoint that speaks OpenAI's chat completions. Its SDK is loaded at the first turn. */
export function openAiAssistant(options: OpenAiOptions): Assistant {
  const { apiKey, baseUrl, model, patienceMilliseconds = PATIENCE_MILLISECONDS } = options;
  let loading: Promise<OpenAI> | undefined;
  const client = (): Promise<OpenAI> =>
    (loading ??= import('openai').then(
      ({ OpenAI }) =>
        new OpenAI({
          apiKey: apiKey ?? 'none',
          ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
          timeout: patienceMilliseconds,
          maxRetries: 1,
          logLevel: 'off',
        }),
    ));
  return {
    kind: 'openai',
    async *reply({ history, tools, now, timeZone, signal }) {
      const offered = toTools(await tools.list());
      const messages: ChatCompletionMessageParam[] = [
        { role: 'system', content: systemPrompt(now, timeZone) },
        ...toMessages(history),
      ];
      let saidAnything = false;
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const { chat } = await client();
        const stream = await asking(
          chat.completions.create({ model, messages, tools: offered, stream: true }, { signal }),
        );
        const reading = readRound(stream, patienceMilliseconds);
        // Two rounds' texts are two paragraphs.
        let lead = saidAnything ? '\n\n' : '';
        let step = await asking(reading.next());
        for (; !step.done; step = await asking(reading.next())) {
          yield { type: 'delta', text: lead + step.value };
          lead = '';
          saidAnything = true;
        }
        const { calls, said } = step.value;
        if (calls.length === 0) {
          if (!saidAnything) throw new AssistantError('ASSISTANT_UNAVAILABLE', 'the model answered nothing');
          return;
        }
        messages.push({
          role: 'assistant',
          content: said === '' ? null : said,
          tool_calls: calls.map(({ id, name, given }) =>
            toolCall(id, name, isJsonObject(given) ? given || '{}' : '{}'),
          ),
        });
        const known = new Set(offered.map((tool) => (tool.type === 'function' ? tool.function.name : '')));
        const several = calls.filter(({ name }) => name === 'delete_task').length > 1;
        for (const wanted of calls) messages.push(yield* act(wanted, tools, { known, several }));
      }
      yield { type: 'delta', text: saidAnything ? `\n\n${TOO_MANY_ROUNDS}` : TOO_MANY_ROUNDS };
    },
  };
}

/** Does one call, and gives what the model is told of it. What is no call of a tool is nothing the person need see. */
async function* act(
  { id, name, given }: WantedCall,
  tools: ToolCaller,
  { known, several }: { readonly known: ReadonlySet<string>; readonly several: boolean },
): AsyncGenerator<AssistantEvent, ChatCompletionMessageParam> {
  if (!known.has(name))
    return toolResult(id, mistake(`There is no tool of this name. There are: ${[...known].join(', ')}.`));
  const parameters = parametersOf(given);
  if (!parameters) return toolResult(id, mistake('The arguments are not a JSON object.'));
  const call = await tools.call(name, parameters, { hold: several && name === 'delete_task' });
  yield { type: 'tool_call', call };
  return toolResult(id, call);
}

function mistake(result: string): Pick<ToolCallRecord, 'result' | 'is_error'> {
  return { result, is_error: true };
}

function parametersOf(given: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(given.trim() === '' ? '{}' : given, (_, part: unknown) =>
      typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part,
    );
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A conversation that repeats what is no JSON is refused by some servers. */
function isJsonObject(given: string): boolean {
  return parametersOf(given) !== undefined;
}

/** Whatever goes wrong with the model is one thing for the person; the log gets the cause. */
async function asking<T>(work: PromiseLike<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AssistantError || error instanceof ToolsUnavailable) throw error;
    throw new AssistantError('ASSISTANT_UNAVAILABLE', 'the model could not be asked', error);
  }
}
