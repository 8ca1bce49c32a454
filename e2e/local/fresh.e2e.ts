import { expect, inject, test } from 'vitest';
import { newPerson, signIn, signUp, type Person } from '../app/people.ts';
import { chat, expectTasks, said, say, task } from '../app/screen.ts';
import { visit } from '../app/visitor.ts';
import type { LocalRun } from './local-run.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

/** The addresses that the box names. */
interface Opened {
  readonly named: string;
  readonly plain: string;
}

/** `npm start` in a terminal of its own, until the page that the box names has come. How long it takes is for bench/local. */
async function npmStart(): Promise<{ readonly terminal: LocalRun; readonly opened: Opened }> {
  const terminal = copy.startInTerminal('npm start');
  const [, plain = ''] = await terminal.printed(/(http:\/\/localhost:\d+)/, 180_000);
  const [, named = ''] = await terminal.printed(/(http:\/\/todo\.localhost:\d+)/, 5000);
  let answer = await fetch(plain);
  while (!answer.ok) answer = await fetch(plain);
  expect(await answer.text()).toContain('<html');
  return { terminal, opened: { named, plain } };
}

/** Ctrl-C typed in that terminal: nothing stays behind, and no line says that anything went wrong. */
async function ctrlC(terminal: LocalRun): Promise<void> {
  terminal.type('\u0003');
  await terminal.end(20_000);
  expect(copy.processes().map(({ command }) => command)).toEqual([]);
  expect(terminal.output()).not.toMatch(/unhandled|npm error|EPIPE|ECONN/i);
}

async function walk(site: string, person: Person): Promise<void> {
  const { page } = await visit('/', { baseURL: site });
  await page.waitForURL('**/sign-in');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.waitForURL('**/sign-up');
  await signUp(page, person);
  await page.getByLabel('New task').fill('Water the plants');
  await page.keyboard.press('Enter');
  await expectTasks(page, ['Water the plants']);
  await say(page, 'Add a task to buy groceries');
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await chat(page).getByText('Added “Buy groceries”').waitFor();
  await task(page, 'Water the plants').check();
  expect(await say(page, 'What have I completed?')).toContain('Water the plants');
  await page.reload();
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
}

async function comeBack(site: string, person: Person): Promise<void> {
  const { page } = await visit('/sign-in', { baseURL: site });
  await signIn(page, person);
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await said(page, 'Add a task to buy groceries').waitFor();
}

test('a new user on a machine with nothing but Node: two commands, the app, Ctrl-C, and all is there the next time', async () => {
  copy.forget();
  const person = newPerson();
  const cold = await npmStart();
  await walk(cold.opened.named, person);
  // Not every resolver knows *.localhost: the other address has to do for everything, too.
  await comeBack(cold.opened.plain, person);
  await ctrlC(cold.terminal);

  const warm = await npmStart();
  await comeBack(warm.opened.named, person);
  await ctrlC(warm.terminal);
  expect(new URL(warm.opened.named).hostname).toBe('todo.localhost');
});

test('what is there for people without a terminal is the same, without colours', async () => {
  const piped = copy.startBare('npm', 'start');
  await piped.printed(/http:\/\/localhost:\d+/, 180_000);
  piped.interrupt();
  await piped.end(20_000);
  expect(copy.processes()).toEqual([]);
  expect(piped.raw()).not.toContain('\u001B');
});
