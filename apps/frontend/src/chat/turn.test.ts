import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { TurnEvent } from './protocol.ts';
import { isRunning, messageOf, newTurn, withEvent } from './turn.ts';

const call = { tool: 'add_task', parameters: {}, result: {}, durationMs: 3, isError: false };
const confirmation = { action: 'delete_tasks', message: 'Sure?', affectedItems: [], confirmToken: 'c', expiresAt: '' };

/** The events of a turn, numbered as the backend does. */
const turnEvents: fc.Arbitrary<readonly TurnEvent[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.string().map((text) => ({ type: 'delta', text }) as const),
        fc.constant({ type: 'tool_call', call } as const),
        fc.constant({ type: 'confirmation', confirmation } as const),
      ),
    ),
    fc.constantFrom<'done' | 'error' | 'cancelled' | 'open'>('done', 'error', 'cancelled', 'open'),
  )
  .map(([middle, end]) => {
    const last = {
      done: [{ type: 'done', messageId: 9, response: 'whole', toolCalls: [call] } as const],
      error: [{ type: 'error', code: 'INTERNAL' } as const],
      cancelled: [{ type: 'error', code: 'CANCELLED' } as const],
      open: [],
    }[end];
    const first = { type: 'conversation', conversationId: 4, assistant: 'offline' } as const;
    return [first, ...middle, ...last].map((event, index) => ({ ...event, turnId: 't', seq: index + 1 }));
  });

test('events that come again after a lost connection, from wherever, change nothing', () => {
  fc.assert(
    fc.property(turnEvents, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }), (events, losses) => {
      const once = events.reduce(withEvent, newTurn(undefined));
      let turn = newTurn(undefined);
      let reached = 0;
      for (const [heard, back] of losses) {
        const end = reached + (heard % (events.length - reached + 1));
        const from = reached - (back % (reached + 1));
        turn = events.slice(from, end).reduce(withEvent, turn);
        reached = end;
      }
      expect(events.slice(reached - Math.min(reached, 2)).reduce(withEvent, turn)).toEqual(once);
    }),
  );
});

test('an event that is in already gives back the very turn', () => {
  const event: TurnEvent = { type: 'delta', text: 'a', turnId: 't', seq: 1 };
  const turn = withEvent(newTurn(1), event);
  expect(withEvent(turn, event)).toBe(turn);
});

test('events of another turn, and what comes after the end, are left out', () => {
  const turn = withEvent(newTurn(1, 't'), { type: 'delta', text: 'a', turnId: 't', seq: 1 });
  expect(withEvent(turn, { type: 'delta', text: 'b', turnId: 'other', seq: 2 })).toBe(turn);
  const ended = withEvent(turn, { type: 'error', code: 'CANCELLED', turnId: 't', seq: 2 });
  expect(ended.state).toBe('cancelled');
  expect(isRunning(ended)).toBe(false);
  expect(withEvent(ended, { type: 'delta', text: 'c', turnId: 't', seq: 3 })).toBe(ended);
});

test('an error keeps what was said, and its code for the record', () => {
  const said = withEvent(newTurn(1), { type: 'delta', text: 'Half', turnId: 't', seq: 1 });
  const failed = withEvent(said, { type: 'error', code: 'OUT_OF_TIME', turnId: 't', seq: 2 });
  expect(failed).toMatchObject({
    state: 'failed',
    text: 'Half',
    failure: { code: 'assistant', detail: 'OUT_OF_TIME' },
  });
  expect(messageOf(failed, 'now')).toBeUndefined();
});

test('the finished answer is what `done` says, as a message with the number of the history', () => {
  const parts = withEvent(newTurn(1), { type: 'delta', text: 'wh', turnId: 't', seq: 1 });
  const done = withEvent(parts, {
    type: 'done',
    messageId: 5,
    response: 'whole',
    toolCalls: [call],
    turnId: 't',
    seq: 2,
  });
  const message = { id: 5, role: 'assistant', content: 'whole', toolCalls: [call], createdAt: 'now' };
  expect(messageOf(done, 'now')).toEqual(message);
});
