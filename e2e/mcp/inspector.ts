import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check, run, type Outcome } from '../support/run.ts';

const PACKAGE = '@modelcontextprotocol/inspector';
const VERSION = '2.12.0';

/** The program of the official MCP inspector, without its browser. */
export interface Inspector {
  /** Runs it against a server over Streamable HTTP, as somebody or as nobody. */
  ask(url: string, token: string | undefined, args: readonly string[]): Promise<Outcome>;
  remove(): Promise<void>;
}

/** Installs the inspector from npm into the user's cache, at first use; it is no dependency of the workspace. */
export async function startInspector(): Promise<Inspector> {
  const program = join(await installed(), 'node_modules', PACKAGE, 'clients/launcher/build/index.js');
  // It keeps a list of servers in the home folder.
  const home = await mkdtemp(join(tmpdir(), 'mcp-inspector-'));
  return {
    ask(url, token, args) {
      const header = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
      const all = [program, '--cli', url, '--transport', 'http', ...header, ...args];
      return run(process.execPath, all, { cwd: home, env: { HOME: home } });
    },
    remove: () => rm(home, { recursive: true }),
  };
}

async function installed(): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'todo-e2e', `mcp-inspector-${VERSION}`);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  await writeFile(join(draft, 'package.json'), '{ "private": true }');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  await check('npm', ['install', ...quiet, `${PACKAGE}@${VERSION}`], { cwd: draft });
  await rename(draft, folder);
  return folder;
}
