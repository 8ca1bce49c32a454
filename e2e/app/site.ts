import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { startApp } from '../support/app.ts';
import { screenshots } from './screenshots.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the application is, without a slash at its end. */
    siteUrl: string;
  }
}

/**
 * The application that the suite visits: the one at E2E_BASE_URL, or else the built one, started here with a database of its own.
 * Returns what ends it.
 */
export default async function startSite({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  await rm(screenshots, { recursive: true, force: true });
  const given = process.env['E2E_BASE_URL'];
  if (given !== undefined && given !== '') {
    provide('siteUrl', given.replace(/\/$/, ''));
    return undefined;
  }
  const app = await startApp();
  provide('siteUrl', app.url);
  return () => app.stop();
}
