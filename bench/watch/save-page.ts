import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { openSource } from './source-file.ts';

/**
 * Saves a file of a page that is open in Chromium, and waits until it shows what was saved; what was typed into the page must
 * still be there.
 *
 * @returns milliseconds of each round, from the saving to what a person sees
 */
export async function savePage(url: string, rounds: number, pause: number): Promise<number[]> {
  const source = openSource('apps/frontend/src/app/sign-in/sign-in-form.tsx', 'label={texts.email}');
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    chromiumSandbox: false,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Email').fill('ada@example.com');
    const measured: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Before the first one, too: a file that is saved while Next prepares fast refresh is not shown (e2e/local/fast-refresh.ts).
      await sleep(pause);
      const label = `Electronic mail ${round}`;
      const began = performance.now();
      source.save(`label="${label}"`);
      await page.getByLabel(label).waitFor();
      measured.push(Math.round(performance.now() - began));
      const typed = await page.getByLabel(label).inputValue();
      if (typed !== 'ada@example.com') throw new Error('the page was loaded anew: what was typed is gone');
    }
    return measured;
  } finally {
    source.restore();
    await browser.close();
  }
}
