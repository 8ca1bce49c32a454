// Functions of these tests run within a page.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect, inject, onTestFinished } from 'vitest';
import { watchProblems } from './problems.ts';
import { screenshots } from './screenshots.ts';

/** Waits of the browser end after this; answers of the assistant are among them. */
const PATIENCE_MS = 15_000;

/** Somebody with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Keeps a picture of the page as test output. */
  readonly picture: (name: string) => Promise<void>;
}

let browser: Promise<Browser> | undefined;
afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

/**
 * Opens a browser profile that has never been here. When the test ends it is checked that no page of it broke its
 * Content-Security-Policy, asked any other origin for anything, or threw; a test that failed leaves a picture.
 *
 * @param path relative to the site
 * @param options `baseURL` is another site than the suite's own
 */
export async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  browser ??= startBrowser();
  const site = options.baseURL ?? inject('siteUrl');
  const context = await (
    await browser
  ).newContext({
    baseURL: site,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  await watchProblems(context, site, problems);
  const page = await context.newPage();
  const picture = (name: string): Promise<void> => keepPicture(page, name);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await picture(`failed-${fileName(task.name)}-${task.id}`);
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(path);
  return { page, context, picture };
}

/** Debian's Chromium, or CHROMIUM; E2E_HOST_RULES says where host names lead, as `--host-resolver-rules` does. */
function startBrowser(): Promise<Browser> {
  const rules = process.env['E2E_HOST_RULES'];
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-dev-shm-usage', ...(rules ? [`--host-resolver-rules=${rules}`] : [])],
  });
}

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

function fileName(title: string): string {
  return title.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 80);
}
