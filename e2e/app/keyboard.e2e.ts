import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { newPerson } from './people.ts';
import { chat, expectTasks, said, task } from './screen.ts';
import { visit } from './visitor.ts';

/** What has the focus, by its name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const labelledBy = element?.getAttribute('aria-labelledby');
    const label = labelledBy ? document.getElementById(labelledBy) : element?.labels?.[0];
    return (element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '').trim();
  });
}

/** Whether the page looks different around the focused element than without the focus. Runs in the page. */
function showsFocus(): boolean {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return true;
  const around = [element, element.closest('label'), element.parentElement, element.closest('form')];
  const look = (): string =>
    around
      .map((one) => {
        const { outline, boxShadow, borderColor, transform } = one
          ? getComputedStyle(one)
          : ({} as CSSStyleDeclaration);
        return [outline, boxShadow, borderColor, transform].join();
      })
      .join('\n');
  const focusedLook = look();
  element.blur();
  const plainLook = look();
  element.focus();
  return focusedLook !== plainLook;
}

/** Presses Tab until this has the focus; everything on the way has to show that it has it. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const matches = (text: string): boolean => (typeof name === 'string' ? text === name : name.test(text));
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(showsFocus);
    expect(ring, `${await focused(page)} does not show its focus`).toBe(true);
    if (matches(await focused(page))) return;
  }
  throw new Error(`Tab never reaches ${String(name)}`);
}

test('everything works with the keyboard alone', async () => {
  const person = newPerson();
  const { page } = await visit('/sign-up');
  const { keyboard } = page;
  await tabTo(page, 'Skip to the content');
  await tabTo(page, 'Name');
  await keyboard.type(person.name);
  await tabTo(page, 'Email');
  await keyboard.type(person.email);
  await tabTo(page, 'Password');
  await keyboard.type(person.password);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();

  await tabTo(page, 'New task');
  await keyboard.type('Water the plants');
  await keyboard.press('Enter');
  await expectTasks(page, ['Water the plants']);
  await expect.poll(() => task(page, 'Water the plants').isEnabled()).toBe(true);
  await tabTo(page, 'Water the plants');
  await keyboard.press('Space');
  await expect.poll(() => task(page, 'Water the plants').isChecked()).toBe(true);

  await tabTo(page, 'Message to the assistant');
  await keyboard.type('Add a task to');
  await keyboard.press('Shift+Enter');
  expect(await page.getByLabel('Message to the assistant').inputValue()).toBe('Add a task to\n');
  await keyboard.press('Backspace');
  await keyboard.type(' call Mom');
  await keyboard.press('Enter');
  await said(page, 'Add a task to call Mom').waitFor();
  await expectTasks(page, ['Water the plants', 'Call Mom']);
  expect(await focused(page)).toBe('Message to the assistant');

  await page.getByRole('button', { name: 'Conversations' }).focus();
  await keyboard.press('Enter');
  const list = chat(page).getByRole('list', { name: 'Your conversations' });
  await list.waitFor();
  await tabTo(page, /^Rename/);
  await keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('New title');
  await keyboard.type('Family');
  await keyboard.press('Enter');
  await list.getByText('Family', { exact: true }).waitFor();
  await keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('Conversations');

  await page.getByRole('button', { name: 'Account and settings' }).focus();
  await keyboard.press('Enter');
  await tabTo(page, 'Sign out');
  await keyboard.press('Enter');
  await page.waitForURL('**/sign-in');
});
