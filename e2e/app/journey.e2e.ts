import { expect, test } from 'vitest';
import { newPerson, resident, signIn, signUp } from './people.ts';
import { answer, chat, expectTasks, said, say, task } from './screen.ts';
import { visit } from './visitor.ts';

test('from an account to tasks by hand and by talking, and out again; all of it is there after a reload', async () => {
  const person = newPerson();
  const { page, picture } = await visit('/');
  await page.waitForURL('**/sign-in');
  await picture('sign-in');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.waitForURL('**/sign-up');
  await picture('sign-up');
  await signUp(page, person);
  await picture('empty');

  await page.getByLabel('New task').fill('Water the plants');
  await page.keyboard.press('Enter');
  await expectTasks(page, ['Water the plants']);
  await say(page, 'Add a task to buy groceries');
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await chat(page).getByText('Added “Buy groceries”').waitFor();
  const listed = await say(page, 'Show me all my tasks');
  expect(listed).toContain('Water the plants');
  expect(listed).toContain('Buy groceries');
  await task(page, 'Water the plants').check();
  const done = await say(page, 'What have I completed?');
  expect(done).toContain('Water the plants');
  expect(done).not.toContain('Buy groceries');
  await picture('conversation');

  // What the server sends shows it already, before any script has run.
  const html = await page.evaluate(async () => (await fetch(location.href)).text());
  expect(html).toContain('Add a task to buy groceries');
  await page.reload();
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await said(page, 'Add a task to buy groceries').waitFor();
  expect(await chat(page).locator('li[data-role="user"]').count()).toBe(3);

  await page.getByRole('button', { name: 'Account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.goto('/');
  await page.waitForURL('**/sign-in');
  await signIn(page, person);
  await expectTasks(page, ['Water the plants', 'Buy groceries']);
  await said(page, 'Add a task to buy groceries').waitFor();
});

test('two people at once see their own tasks and conversations only', async () => {
  const [ann, bob] = await Promise.all([resident(), resident()]);
  await Promise.all([say(ann.page, 'Add a task to feed the cat'), say(bob.page, 'Add a task to walk the dog')]);
  await expectTasks(ann.page, ['Feed the cat']);
  await expectTasks(bob.page, ['Walk the dog']);
  const [annSees, bobSees] = await Promise.all([
    say(ann.page, 'Show me all my tasks'),
    say(bob.page, 'Show me all my tasks'),
  ]);
  expect(annSees).toContain('Feed the cat');
  expect(annSees).not.toContain('dog');
  expect(bobSees).toContain('Walk the dog');
  expect(bobSees).not.toContain('cat');
  await ann.page.reload();
  await expectTasks(ann.page, ['Feed the cat']);
});

test('before several tasks are deleted the assistant asks, and only a yes deletes them', async () => {
  const titles = ['One', 'Two', 'Three'];
  const { page, picture } = await resident({ tasks: titles.map((title) => ({ title })) });
  await say(page, 'Delete all my tasks');
  const question = chat(page).getByRole('group', { name: 'Delete 3 tasks' });
  for (const title of titles) await question.getByText(title, { exact: true }).waitFor();
  await picture('confirmation');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  await expectTasks(page, titles);
  await say(page, 'Delete all my tasks');
  // The question outlives the page.
  await page.reload();
  await question.getByRole('button', { name: 'Delete 3 tasks' }).click();
  await expectTasks(page, []);
  await chat(page).getByText('Deleted “Two”').waitFor();
  expect(await question.count()).toBe(0);
});

test('conversations are listed, renamed, chosen and deleted', async () => {
  const { page, picture } = await resident();
  await say(page, 'Add a task to read a book');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await chat(page).getByRole('heading', { name: 'Say it in your own words' }).waitFor();
  await chat(page).getByRole('button', { name: 'What’s pending?' }).click();
  await answer(page, 'Read a book').waitFor();

  const opener = page.getByRole('button', { name: 'Conversations' });
  await opener.click();
  const rows = page.getByRole('list', { name: 'Your conversations' }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBe(2);
  await picture('conversations');
  await rows
    .last()
    .getByRole('button', { name: /^Rename/ })
    .click();
  await page.getByLabel('New title').fill('The book');
  await page.keyboard.press('Enter');
  await rows.getByText('The book', { exact: true }).waitFor();
  await rows.filter({ hasText: 'The book' }).getByRole('button').first().click();
  await said(page, 'Add a task to read a book').waitFor();
  expect(new URL(page.url()).searchParams.get('conversation')).toMatch(/^\d+$/);

  await opener.click();
  await rows
    .filter({ hasText: 'The book' })
    .getByRole('button', { name: /^Delete/ })
    .click();
  await rows.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.poll(() => rows.count()).toBe(1);
  await page.reload();
  await opener.click();
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.getByText('The book', { exact: true }).count()).toBe(0);
});
