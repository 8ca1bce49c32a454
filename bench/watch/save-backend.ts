import { setTimeout as sleep } from 'node:timers/promises';

import { openSource } from './source-file.ts';
import type { Told, WatchedStack } from './watched-stack.ts';

/** Milliseconds from the saving of a file of the backend to each thing that follows. */
export interface BackendRound {
  /** Nx has told of it. */
  readonly seen: number;
  /** It is built, and its process starts. */
  readonly started: number;
  /** Through the front door, what was saved is the answer. */
  readonly answered: number;
}

const PATIENCE_MILLISECONDS = 30_000;

/** Saves a file of the backend with another title of its API, and asks for it through the front door until it is the answer. */
export async function saveBackend({ url, told }: WatchedStack, rounds: number, pause: number): Promise<BackendRound[]> {
  const source = openSource('apps/backend/src/openapi/document.ts', "title: 'Todo Chatbot'");
  const measured: BackendRound[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const title = `Saved ${round}`;
    const from = told.length;
    const began = performance.now();
    source.save(`title: '${title}'`);
    await untilTitle(url, title);
    const answered = performance.now() - began;
    const when = (is: (event: Told) => boolean): number =>
      Math.round((told.slice(from).find(is)?.at ?? Number.NaN) - began);
    measured.push({
      seen: when(({ kind }) => kind === 'changed'),
      started: when(({ process, state }) => process === 'backend-1' && state === 'starting'),
      answered: Math.round(answered),
    });
    await sleep(pause);
  }
  source.restore();
  await untilTitle(url, 'Todo Chatbot');
  await sleep(pause);
  return measured;
}

async function untilTitle(url: string, title: string): Promise<void> {
  const until = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const answer = await fetch(`${url}/api/openapi.json`);
    if (!answer.ok) throw new Error(`the API answered ${answer.status} while its process was replaced`);
    const { info } = (await answer.json()) as { readonly info: { readonly title: string } };
    if (info.title === title) return;
    if (performance.now() > until) throw new Error(`the API is still "${info.title}", not "${title}"`);
    await sleep(25);
  }
}
