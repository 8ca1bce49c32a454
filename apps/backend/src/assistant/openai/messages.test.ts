import { expect, test } from 'vitest';
import { toMessages, toolResult, toTools } from './messages.ts';

const call = {
  tool: 'add_task',
  parameters: { title: 'Milk' },
  result: { task_id: 1 },
  duration_ms: 1,
  is_error: false,
};

test('what was done comes before what was said about it, each call with its result', () => {
  const messages = toMessages([
    { role: 'user', content: 'Add milk', tool_calls: [] },
    { role: 'assistant', content: 'Added.', tool_calls: [call] },
  ]);
  expect(messages).toMatchObject([
    { role: 'user', content: 'Add milk' },
    {
      role: 'assistant',
      tool_calls: [{ id: 'past_1_0', function: { name: 'add_task', arguments: '{"title":"Milk"}' } }],
    },
    { role: 'tool', tool_call_id: 'past_1_0', content: '{"task_id":1}' },
    { role: 'assistant', content: 'Added.' },
  ]);
});

test('an error is shown as one, and a long result is cut', () => {
  expect(toolResult('a', { result: 'There is no task 9.', is_error: true })).toMatchObject({
    content: '{"error":"There is no task 9."}',
  });
  expect(toolResult('a', { result: 'x'.repeat(5000), is_error: false }, 100)).toMatchObject({
    content: expect.stringMatching(/^"x{99}… \(cut\)$/),
  });
});

test('a tool’s parameters are offered without the identity', () => {
  const inputSchema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { user_id: { type: 'string' }, title: { type: 'string' } },
    required: ['title'],
  };
  expect(toTools([{ name: 'add_task', description: 'Adds.', inputSchema }])).toEqual([
    {
      type: 'function',
      function: {
        name: 'add_task',
        description: 'Adds.',
        parameters: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
      },
    },
  ]);
});
