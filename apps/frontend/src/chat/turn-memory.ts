import type { TurnMemory } from './chat-store.ts';
import { record } from './read-event.ts';

const KEY = 'todo:chat-turn';

/** Remembers a user's running turn in this tab: its number, nothing that was said. */
export function turnMemory(userId: string): TurnMemory {
  return {
    recall() {
      const kept = read();
      const { turnId, conversationId } = kept;
      const known = kept['userId'] === userId && typeof turnId === 'string' && typeof conversationId === 'number';
      return known ? { turnId, conversationId } : undefined;
    },
    keep(turn) {
      try {
        if (turn === undefined) sessionStorage.removeItem(KEY);
        else sessionStorage.setItem(KEY, JSON.stringify({ userId, ...turn }));
      } catch {
        // Storage may be forbidden or full; then a reload doesn't show an answer in the making.
      }
    },
  };
}

function read(): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
  } catch {
    return {};
  }
}
