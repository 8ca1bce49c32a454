import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { visit, type Visitor } from './visitor.ts';

/** Whom a test signs up. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Somebody whom nobody knows yet. */
export function newPerson(name = 'Ann Example'): Person {
  return { name, email: `${randomUUID()}@example.com`, password: 'seven quiet lighthouses' };
}

/** Fills the form of `/sign-up`, and waits for the first page. */
export async function signUp(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
}

/** Fills the form of `/sign-in`, and waits for the first page. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
}

/**
 * A visitor who has an account and these tasks, made over the API from within the page; then `/` is shown.
 */
export async function resident({
  tasks = [],
  options = {},
}: {
  readonly tasks?: readonly object[];
  readonly options?: BrowserContextOptions;
} = {}): Promise<Visitor & { readonly person: Person }> {
  const person = newPerson();
  const visitor = await visit('/sign-up', options);
  await visitor.page.evaluate(
    async ({ person, tasks }) => {
      const post = async (path: string, body: object, headers = {}): Promise<Response> => {
        const init = {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', ...headers },
        };
        const response = await fetch(path, init);
        // One address may make so many accounts in a minute.
        if (response.status === 429) {
          const seconds = Number(response.headers.get('x-retry-after') ?? response.headers.get('retry-after') ?? 1);
          await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
          return post(path, body, headers);
        }
        if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
        return response;
      };
      const { user } = (await (await post('/api/auth/sign-up/email', person)).json()) as { user: { id: string } };
      const { token } = (await (await fetch('/api/auth/token')).json()) as { token: string };
      for (const task of tasks) await post(`/api/${user.id}/tasks`, task, { authorization: `Bearer ${token}` });
    },
    { person, tasks },
  );
  await visitor.page.goto('/');
  await visitor.page.locator('h2').first().waitFor({ state: 'attached' });
  return { ...visitor, person };
}
