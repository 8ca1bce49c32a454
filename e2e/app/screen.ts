import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The task with this title in the list. */
export function task(page: Page, title: string): Locator {
  return page.getByRole('checkbox', { name: title, exact: true });
}

/** The titles in the list, as they come to stand there; in any order. */
export async function expectTasks(page: Page, titles: readonly string[]): Promise<void> {
  const list = page.getByRole('list', { name: 'Tasks', exact: true });
  const shown = async (): Promise<string[]> => {
    const rows = await list.getByRole('listitem').allInnerTexts();
    return rows.map((row) => row.split('\n', 1)[0]?.trim() ?? '').toSorted();
  };
  await expect.poll(shown, { timeout: 15_000 }).toEqual([...titles].toSorted());
}

/** The assistant's part of the page. */
export function chat(page: Page): Locator {
  return page.getByRole('region', { name: 'Assistant', exact: true });
}

/** A message of one's own in the conversation. */
export function said(page: Page, message: string): Locator {
  return chat(page).locator('li[data-role="user"]').getByText(message, { exact: true });
}

/** What the assistant has said with this in it. */
export function answer(page: Page, text: string): Locator {
  return chat(page).locator('li[data-role="assistant"] > div').filter({ hasText: text });
}

/** Says something to the assistant, and waits until it has answered. */
export async function say(page: Page, message: string): Promise<string> {
  const answers = chat(page).locator('li[data-role="assistant"]:not([data-running="true"])');
  const before = await answers.count();
  await page.getByLabel('Message to the assistant').fill(message);
  await page.keyboard.press('Enter');
  await said(page, message).last().waitFor();
  await expect.poll(() => answers.count(), { timeout: 20_000 }).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
  return answers.nth(before).innerText();
}
