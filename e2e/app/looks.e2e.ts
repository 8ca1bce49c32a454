import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { resident } from './people.ts';
import { chat, say } from './screen.ts';
import { visit, type Visitor } from './visitor.ts';

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const DARK: BrowserContextOptions = { colorScheme: 'dark' };
const URDU = { name: 'todo-locale', value: 'ur' };
const LOOKS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

const TASKS = [
  { title: 'Pay the rent', priority: 'high', due_at: '2026-01-31T09:00:00Z', tags: ['home'], recurrence: 'monthly' },
  { title: 'کتاب واپس کرنا', description: 'لائبریری بند ہونے سے پہلے', tags: ['شہر'] },
  { title: 'Buy milk', priority: 'low' },
];

/** What is wrong with the page as it stands, by WCAG 2.2 AA as far as axe can tell, and by its width; leaves a picture. */
async function faults({ page, picture }: Visitor, name: string): Promise<readonly string[]> {
  await picture(name);
  const { violations } = await new AxeBuilder({ page }).withTags(LOOKS).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return wide > 0 ? [...found, `${wide} px wider than the screen`] : found;
}

/** Shows the assistant where there is room for one part only. */
async function toChat(page: Page): Promise<void> {
  const choice = page.locator('input[name="view"][value="chat"]');
  if (await choice.locator('..').isVisible()) await choice.locator('..').click();
}

test.each<[look: string, options: BrowserContextOptions]>([
  ['light', {}],
  ['dark', DARK],
  ['phone', PHONE],
])('the pages of who is signed out are accessible (%s)', async (look, options) => {
  const visitor = await visit('/sign-in', options);
  const { page } = visitor;
  expect(await faults(visitor, `sign-in-${look}`)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Enter your password.').waitFor();
  expect(await faults(visitor, `sign-in-errors-${look}`)).toEqual([]);
  for (const path of ['sign-up', 'system', 'nowhere']) {
    await page.goto(`/${path}`);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    expect(await faults(visitor, `${path}-${look}`)).toEqual([]);
  }
});

test.each<[look: string, options: BrowserContextOptions]>([
  ['light', {}],
  ['dark', DARK],
  ['phone', PHONE],
  ['phone-dark', { ...PHONE, ...DARK }],
])('tasks and chat are accessible in every state (%s)', async (look, options) => {
  const visitor = await resident({ tasks: TASKS, options });
  const { page } = visitor;
  expect(await faults(visitor, `tasks-${look}`)).toEqual([]);
  await page.getByRole('button', { name: 'Edit “Buy milk”' }).click();
  expect(await faults(visitor, `editing-${look}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Account and settings' }).click();
  expect(await faults(visitor, `settings-${look}`)).toEqual([]);
  await page.keyboard.press('Escape');
  await toChat(page);
  expect(await faults(visitor, `welcome-${look}`)).toEqual([]);
  await say(page, 'Add a task to call Mom tomorrow at 5pm');
  await chat(page).locator('summary').last().click();
  expect(await faults(visitor, `chat-${look}`)).toEqual([]);
  await page.getByRole('button', { name: 'Conversations' }).click();
  expect(await faults(visitor, `conversations-${look}`)).toEqual([]);
  await page.getByRole('button', { name: 'Conversations' }).click();
  await say(page, 'Delete all my tasks');
  await chat(page).getByRole('button', { name: 'Delete 4 tasks' }).waitFor();
  expect(await faults(visitor, `confirmation-${look}`)).toEqual([]);
  await page.goto('/account');
  await page.getByText('This device').waitFor();
  expect(await faults(visitor, `account-${look}`)).toEqual([]);
});

test.each<[look: string, options: BrowserContextOptions]>([
  ['desktop', {}],
  ['phone', PHONE],
])('Urdu is written from right to left, and as accessible (%s)', async (look, options) => {
  const visitor = await resident({ tasks: TASKS, options });
  const { page, context } = visitor;
  await context.addCookies([{ ...URDU, url: inject('siteUrl') }]);
  await page.goto('/');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await faults(visitor, `urdu-tasks-${look}`)).toEqual([]);
  await toChat(page);
  const part = page.getByRole('region', { name: 'معاون', exact: true });
  const input = page.getByLabel('معاون کے لیے پیغام');
  await input.fill('Add a task to call Mom');
  await page.keyboard.press('Enter');
  await part.getByText('”Call Mom“ شامل کیا').waitFor();
  expect(await faults(visitor, `urdu-chat-${look}`)).toEqual([]);
  const send = await page.getByRole('button', { name: 'بھیجیں' }).boundingBox();
  expect(send?.x).toBeLessThan((await input.boundingBox())?.x ?? 0);
  await page.goto('/account');
  await page.locator('h1').first().waitFor();
  expect(await faults(visitor, `urdu-account-${look}`)).toEqual([]);
});

test('in Urdu the assistant stands to the left of the tasks', async () => {
  const { page, context } = await resident();
  await context.addCookies([{ ...URDU, url: inject('siteUrl') }]);
  await page.goto('/');
  const assistant = await page.getByRole('region', { name: 'معاون', exact: true }).boundingBox();
  const tasks = await page.locator('#tasks-title').boundingBox();
  expect(assistant?.x).toBeLessThan(tasks?.x ?? 0);
});
