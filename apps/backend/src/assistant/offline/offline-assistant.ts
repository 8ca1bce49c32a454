import type { Assistant, AssistantEvent, AssistantTurn } from '../assistant.ts';
import { carryOut } from './act/carry-out.ts';
import { INTRODUCTION } from './answer/texts.ts';
import { followUp } from './follow-up.ts';
import { recollect } from './history.ts';
import type { Intent, ParseContext } from './intent.ts';
import { knownTimeZone } from './dates/wall-clock.ts';
import { parse } from './parse.ts';

/**
 * The assistant that needs no language model: rules read the message (`parse`), tools do the rest. It is deterministic, keeps
 * nothing between turns, never acts on what it does not understand, and never deletes more than one task without asking.
 */
export function offlineAssistant(): Assistant {
  return { kind: 'offline', reply };
}

async function* reply(given: AssistantTurn): AsyncGenerator<AssistantEvent, void, undefined> {
  const turn = { ...given, timeZone: knownTimeZone(given.timeZone) };
  const earlier = turn.history.slice(0, -1);
  const text = turn.history.at(-1)?.content ?? '';
  const intents = understand(text, turn, earlier);
  const known = intents.some(({ type }) => ['help', 'unknown', 'foreign'].includes(type));
  const first = !earlier.some(({ role }) => role === 'assistant');

  let said = '';
  for await (const event of events(intents, turn, first && !known)) {
    turn.signal.throwIfAborted();
    if (event.type !== 'delta') {
      yield event;
      continue;
    }
    // Two requests that fail for the same reason need not say so twice.
    if (event.text === '' || event.text === said) continue;
    const gap = said === '' ? '' : '\n\n';
    said = event.text;
    for (const piece of pieces(gap + event.text)) yield { type: 'delta', text: piece };
  }
}

function understand(text: string, turn: AssistantTurn, earlier: AssistantTurn['history']): readonly Intent[] {
  const recollection = recollect(earlier, turn);
  const context: ParseContext = { now: turn.now, timeZone: turn.timeZone, lastTasks: recollection.lastTasks };
  return followUp(parse(text, context), { text, recollection, context });
}

async function* events(
  intents: readonly Intent[],
  turn: AssistantTurn,
  introduced: boolean,
): AsyncGenerator<AssistantEvent, void, undefined> {
  if (introduced) yield { type: 'delta', text: INTRODUCTION };
  for (const intent of intents) yield* carryOut(intent, turn);
}

/** A text in lines and sentences, as it would be spoken; joined they are the text. */
function pieces(text: string): readonly string[] {
  return text.split(/(?<=\n)(?!\n)|(?<=[.!?:] )/u);
}
