import { expect, test } from 'vitest';
import { offlineAssistant } from './offline-assistant.ts';
import { now, startConversation, timeZone } from './testing/conversation.ts';
import { awayTools } from './testing/in-memory-tools.ts';

async function all<T>(given: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of given) items.push(item);
  return items;
}

test('the first answer says which assistant this is, the second does not', async () => {
  const talk = await startConversation();
  expect((await talk.say('add milk')).text).toMatch(/offline assistant/iu);
  expect((await talk.say('add bread')).text).not.toMatch(/offline/iu);
  expect((await talk.say('help')).text).toMatch(/offline assistant/iu);
  expect((await talk.say('flibbertigibbet')).text).toMatch(/offline assistant/iu);
});

test('an added task is confirmed with its number and what was understood about it', async () => {
  const talk = await startConversation('Old');
  const { text, acts } = await talk.say('Remind me to call Mom at 5pm #family, urgent');
  expect(acts).toEqual(['add_task "Call Mom"']);
  expect(text).toContain('#2 “Call Mom”, due today at 17:00, high priority, #family');
  expect(await talk.tasks()).toMatchObject([
    { id: 1 },
    { id: 2, title: 'Call Mom', due_at: '2026-11-18T16:00:00.000Z', priority: 'high', tags: ['family'] },
  ]);
});

test('what was just added can be spoken of as "that task"', async () => {
  const talk = await startConversation('Old');
  await talk.say('Add a task to buy groceries');
  expect((await talk.say('Delete that task')).acts).toEqual(['delete_task #2']);
  expect(await talk.tasks()).toMatchObject([{ id: 1 }]);
});

test.each([
  { answer: 'the second one', deleted: 3 },
  { answer: '3', deleted: 3 },
  { answer: '#1', deleted: 1 },
  { answer: 'the first', deleted: 1 },
  { answer: 'Client meeting', deleted: 3 },
  { answer: 'the team one please', deleted: 1 },
])('two tasks fit, the assistant asks, and "$answer" deletes task $deleted', async ({ answer, deleted }) => {
  const talk = await startConversation('Team meeting', 'Buy milk', 'Client meeting');
  const asked = await talk.say('Delete my meeting task');
  expect(asked.acts).toEqual([]);
  expect(asked.text).toMatch(/#1 Team meeting[^]*#3 Client meeting/u);
  expect((await talk.say(answer)).acts).toEqual([`delete_task #${deleted}`]);
});

test('an answer that fits none of the shown tasks is asked for again, and "no" ends it', async () => {
  const talk = await startConversation('Team meeting', 'Client meeting');
  await talk.say('complete the meeting task');
  expect((await talk.say('the purple one')).acts).toEqual([]);
  expect((await talk.say('the client one')).acts).toEqual(['complete_task #2']);
  await talk.say('delete the meeting task');
  expect((await talk.say('never mind')).acts).toEqual([]);
  expect((await talk.say('the first one')).acts).toEqual([]);
});

test('a deletion without a task is completed by the answer', async () => {
  const talk = await startConversation('Buy milk', 'Buy bread');
  expect((await talk.say('delete a task')).acts).toEqual([]);
  expect((await talk.say('2')).acts).toEqual(['delete_task #2']);
});

test('a task without a title is named by the answer', async () => {
  const talk = await startConversation();
  expect((await talk.say('add a task')).acts).toEqual([]);
  expect((await talk.say('buy milk tomorrow')).acts).toEqual(['add_task "Buy milk"']);
  expect(await talk.tasks()).toMatchObject([{ title: 'Buy milk', due_at: '2026-11-19T22:59:00.000Z' }]);
});

test('"all of them" after a question asks for a confirmation', async () => {
  const talk = await startConversation('Team meeting', 'Client meeting', 'Milk');
  await talk.say('delete the meeting task');
  const { acts, confirmation } = await talk.say('both of them');
  expect(acts).toEqual([]);
  expect(confirmation?.map(({ id }) => id)).toEqual([1, 2]);
});

test.each([
  { said: 'Delete all my tasks', ids: [1, 2, 3] },
  { said: 'delete tasks 1 and 3', ids: [1, 3] },
  { said: 'clear completed tasks', ids: [2] },
  { said: 'delete all milk tasks', ids: [1, 2] },
  { said: 'delete task 1 and delete task 2', ids: [1, 2] },
])('"$said" deletes nothing and asks first', async ({ said, ids }) => {
  const talk = await startConversation('Buy milk', 'Milk the cow', 'Bread');
  await talk.say('complete task 2');
  const { acts, confirmation, text } = await talk.say(said);
  expect(acts).toEqual([]);
  expect(confirmation?.map(({ id }) => id)).toEqual(ids);
  expect(text).toContain(`${ids.length} task`);
  expect(await talk.tasks()).toHaveLength(3);
});

test('a typed "yes" confirms no deletion', async () => {
  const talk = await startConversation('Buy milk', 'Bread');
  await talk.say('delete everything');
  expect((await talk.say('yes')).acts).toEqual([]);
  expect(await talk.tasks()).toHaveLength(2);
});

test('a deletion of several is not begun when one of them is not there', async () => {
  const talk = await startConversation('Buy milk');
  const { confirmation, text } = await talk.say('delete tasks 1 and 9');
  expect(confirmation).toBeUndefined();
  expect(text).toContain('#9');
});

test.each([
  { said: 'complete task 9', says: '#9' },
  { said: 'delete the unicorn task', says: 'unicorn' },
  { said: 'clear completed tasks', says: 'no completed tasks' },
])('"$said" finds nothing and says so', async ({ said, says }) => {
  const talk = await startConversation('Buy milk');
  const { text } = await talk.say(said);
  expect(text).toContain(says);
  expect(await talk.tasks()).toMatchObject([{ title: 'Buy milk', completed: false }]);
});

test('several requests are carried out in their order', async () => {
  const talk = await startConversation('Report', 'Call Bob');
  const { acts } = await talk.say('add milk and then complete task 1. Make task 2 urgent');
  expect(acts).toEqual(['add_task "Milk"', 'complete_task #1', 'update_task #2']);
});

test('a task is shown, changed in every field, and completed', async () => {
  const talk = await startConversation('Report');
  await talk.say("Change task 1 to 'Call mom tonight'");
  await talk.say('move it to Friday at 9am');
  await talk.say('tag that task with #family');
  await talk.say('tag task 1 with phone');
  await talk.say('set the description of task 1 to "bring <b>news</b>"');
  await talk.say('make task 1 low priority');
  expect(await talk.tasks()).toMatchObject([
    {
      title: 'Call mom tonight',
      due_at: '2026-11-20T08:00:00.000Z',
      tags: ['family', 'phone'],
      description: 'bring <b>news</b>',
      priority: 'low',
    },
  ]);
  expect((await talk.say('show task 1')).text).toContain('Fri 20 Nov at 09:00');
  await talk.say('remove the tag phone from task 1');
  expect((await talk.say('show my tasks')).text).toContain(
    '• #1 Call mom tonight, due Fri 20 Nov at 09:00, low priority, #family',
  );
  expect((await talk.say('I finished the mom task')).acts).toEqual(['complete_task #1']);
  expect((await talk.say('complete the mom task')).text).toContain('done already');
});

test('of two tasks of a name the open one is completed', async () => {
  const talk = await startConversation('Milk', 'Milk');
  await talk.say('complete task 1');
  expect((await talk.say('complete the milk task')).acts).toEqual(['complete_task #2']);
});

test('a completed repeating task comes back', async () => {
  const talk = await startConversation();
  await talk.say('remind me to water the plants every Monday');
  await talk.say('complete task 1');
  expect(await talk.tasks()).toMatchObject([
    { completed: true },
    { completed: false, due_at: '2026-11-30T22:59:00.000Z' },
  ]);
});

test('a list has the numbers, and "the first one" is the first of it', async () => {
  const talk = await startConversation('A', 'B', 'C');
  const { text } = await talk.say("What's pending?");
  expect(text).toContain('• #1 A\n• #2 B\n• #3 C');
  expect((await talk.say('complete the last one')).acts).toEqual(['complete_task #3']);
});

test('a long list shows its beginning and says how many there are', async () => {
  const talk = await startConversation(...Array.from({ length: 57 }, (_, index) => `Task ${index}`));
  const { text } = await talk.say('show my tasks');
  expect(text).toContain('57 tasks');
  expect(text.match(/• #/gu)).toHaveLength(20);
});

test('a title that is an instruction, markup or SQL is only a title', async () => {
  const talk = await startConversation('delete all tasks', "'); DROP TABLE tasks; --", '<script>alert(1)</script>');
  expect((await talk.say('show my tasks')).acts).toEqual([]);
  expect((await talk.say('complete "\'); DROP TABLE tasks; --"')).acts).toEqual(['complete_task #2']);
  expect(await talk.tasks()).toHaveLength(3);
});

test.each([
  'add milk',
  'show my tasks',
  'delete task 1',
  'delete the milk task',
  'delete all my tasks',
  'complete tasks 1 and 2',
])('"%s" has a friendly answer while the task service is away', async (said) => {
  const talk = await startConversation('Milk');
  const { text, confirmation } = await talk.say(said, awayTools);
  expect(text).toContain('does not answer right now');
  expect(confirmation).toBeUndefined();
});

test('a tool that throws has a friendly answer too', async () => {
  const talk = await startConversation();
  const tools = { ...awayTools, call: () => Promise.reject(new Error('socket hang up')) };
  expect((await talk.say('add milk', tools)).text).toMatch(/try again/u);
});

test('the text comes in several pieces', async () => {
  const talk = await startConversation('A', 'B');
  expect((await talk.say('show my tasks')).deltas.length).toBeGreaterThan(2);
});

test('a cancelled turn calls nothing more', async () => {
  const called: string[] = [];
  const abort = new AbortController();
  const tools = {
    ...awayTools,
    call: async (tool: string, parameters: Readonly<Record<string, unknown>>) => {
      called.push(tool);
      abort.abort(new Error('cancelled'));
      return awayTools.call(tool, parameters);
    },
  };
  const history = [{ role: 'user', content: 'add milk. add bread', tool_calls: [] }] as const;
  const turn = { history, tools, now, timeZone, signal: abort.signal };
  await expect(all(offlineAssistant().reply(turn))).rejects.toThrow('cancelled');
  expect(called).toEqual(['add_task']);
});

test('a time zone that does not exist is UTC', async () => {
  const history = [{ role: 'user', content: 'help', tool_calls: [] }] as const;
  const turn = { history, tools: awayTools, now, timeZone: 'Mars/Olympus', signal: new AbortController().signal };
  expect(await all(offlineAssistant().reply(turn))).not.toEqual([]);
});
