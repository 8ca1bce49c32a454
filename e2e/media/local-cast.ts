import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copySources } from '../local/copy.ts';
import { bareEnvironment } from '../local/environment.ts';
import { emptyPlace, LocalWorkspace } from '../local/workspace.ts';
import { screenOf } from './screen.ts';
import { svgOf } from './svg.ts';
import { openTerminal, pause, type Terminal } from './terminal.ts';

const MEDIA = join(import.meta.dirname, '../../docs/media');
const SIZE = { columns: 110, rows: 34 };
const PROMPT = /\$ $/;
const BOX = /http:\/\/localhost:\d+[\s\S]*╯/;

/** A copy of the sources in an empty folder: two commands, the page, Ctrl-C, and the second start. */
async function session(terminal: Terminal): Promise<number> {
  await terminal.until(PROMPT, 10_000);
  await pause(800);
  await terminal.type('npm ci\r');
  await terminal.until(PROMPT, 300_000);
  await pause(600);
  await terminal.type('npm start\r');
  await terminal.until(BOX, 120_000);
  await pause(1500);
  await visitPages(terminal);
  await pause(1500);
  const still = terminal.shown.length;
  await terminal.type('\u0003');
  await terminal.until(PROMPT, 60_000);
  await pause(1500);
  await terminal.type('npm start\r');
  await terminal.until(BOX, 60_000);
  await pause(2500);
  await terminal.type('\u0003');
  await terminal.until(PROMPT, 60_000);
  await pause(1000);
  return still;
}

/** Somebody opens the page in a browser. */
async function visitPages(terminal: Terminal): Promise<void> {
  const text = terminal.shown.map((each) => each.text).join('');
  const url = /http:\/\/localhost:\d+/.exec(text)?.[0] ?? '';
  for (const path of ['/', '/sign-up']) await (await fetch(`${url}${path}`)).text();
}

const place = emptyPlace();
// Root's server runs as another user, who may enter: then everything lies in the copy, and goes with it.
chmodSync(place.top, 0o755);
try {
  copySources(place.folder);
  const env = { ...bareEnvironment(place), PS1: '$ ' };
  const terminal = openTerminal({ ...SIZE, cwd: place.folder, env });
  const still = await session(terminal);
  const header = {
    version: 2,
    width: SIZE.columns,
    height: SIZE.rows,
    idle_time_limit: 2,
    title: 'npm ci && npm start',
  };
  const lines = terminal.shown.map(({ seconds, text }) => JSON.stringify([Math.round(seconds * 1e3) / 1e3, 'o', text]));
  await terminal.close();
  writeFileSync(join(MEDIA, 'local.cast'), `${[JSON.stringify(header), ...lines].join('\n')}\n`);
  const printed = terminal.shown.slice(0, still).map(({ text }) => text);
  const svg = svgOf(
    screenOf(printed.join(''), SIZE.columns).slice(-SIZE.rows),
    SIZE.columns,
    'npm ci and npm start in a terminal',
  );
  writeFileSync(join(MEDIA, 'local.svg'), svg);
} finally {
  new LocalWorkspace(place).remove();
}
