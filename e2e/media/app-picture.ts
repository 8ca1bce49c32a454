// The functions given to the page run there.
/// <reference lib="dom" />

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startApp } from '../support/app.ts';

const FILE = join(import.meta.dirname, '../../docs/media/app.png');
const HOUR = 3_600_000;

/** What stands in the list before anybody talks. Times count from now, so that the picture shows today and tomorrow. */
const TASKS = [
  { title: 'Water the plants', due_at: hoursFromNow(5), tags: ['home'] },
  { title: 'Book the dentist', priority: 'low', tags: ['health'] },
  { title: 'Finish the slides for Thursday', priority: 'high', due_at: hoursFromNow(26), tags: ['work'] },
  { title: 'Pay the rent', priority: 'high', due_at: hoursFromNow(50), tags: ['home'], recurrence: 'monthly' },
];
const WORDS = ['Add a task to buy groceries tomorrow at 5pm', 'Mark water the plants as done', 'What’s pending?'];

function hoursFromNow(hours: number): string {
  return new Date(Math.ceil((Date.now() + hours * HOUR) / HOUR) * HOUR).toISOString();
}

/** Somebody signs up, has some tasks and talks; the window is the picture, in two pixels for one. */
async function takePicture(page: Page): Promise<void> {
  await page.goto('/sign-up');
  await page.evaluate(signUpWith, TASKS);
  await page.goto('/');
  for (const [index, words] of WORDS.entries()) {
    await page.getByLabel('Message to the assistant').fill(words);
    await page.keyboard.press('Enter');
    const answers = page.locator('li[data-role="assistant"]:not([data-running="true"])');
    await answers.nth(index).waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  }
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await page.screenshot({ path: FILE, animations: 'disabled' });
}

/** Makes the account and its tasks over the API; runs in the page, which then has the cookie. */
async function signUpWith(tasks: readonly object[]): Promise<void> {
  const post = async (path: string, body: object, headers = {}): Promise<unknown> => {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(path, { method: 'POST', body: JSON.stringify(body), headers: all });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'seven quiet lighthouses' };
  const { user } = (await post('/api/auth/sign-up/email', person)) as { user: { id: string } };
  const { token } = (await (await fetch('/api/auth/token')).json()) as { token: string };
  for (const task of tasks) await post(`/api/${user.id}/tasks`, task, { authorization: `Bearer ${token}` });
}

mkdirSync(join(FILE, '..'), { recursive: true });
const app = await startApp({ backends: 1 });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  chromiumSandbox: false,
  args: ['--disable-dev-shm-usage', '--font-render-hinting=none'],
});
try {
  const look = { viewport: { width: 1240, height: 900 }, deviceScaleFactor: 2, colorScheme: 'light' } as const;
  const context = await browser.newContext({ ...look, baseURL: app.url, locale: 'en-GB', reducedMotion: 'reduce' });
  await takePicture(await context.newPage());
} finally {
  await browser.close();
  await app.stop();
}
