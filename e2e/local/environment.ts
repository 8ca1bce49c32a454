import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What belongs to this machine's network and not to a person: without these, npm may reach no registry here. */
const OF_THE_NETWORK =
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|npm_config_(cafile|registry)|https?_proxy|no_proxy)$/i;

/** The programs of "a machine with nothing but Node": a shell is what npm itself runs scripts with. */
const PROGRAMS = ['node', 'npm', 'npx', 'sh'];

/**
 * Makes a folder that holds Node's own programs, as this machine has them outside of any `node_modules`, and a shell.
 *
 * @returns the whole PATH of a machine that has nothing else
 */
export function barePath(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const PATH = (process.env['PATH'] ?? '')
    .split(':')
    .filter((part) => !part.includes('node_modules'))
    .join(':');
  for (const program of PROGRAMS) {
    const found = execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8', env: { PATH } }).trim();
    symlinkSync(found, join(folder, program));
  }
  return folder;
}

/** What an environment names; none of it is anybody else's. */
export interface Folders {
  readonly path: string;
  readonly home: string;
  readonly tmp: string;
}

/** The environment of a person who has just logged in, and never set anything. */
export function bareEnvironment({ path, home, tmp }: Folders): Readonly<Record<string, string>> {
  const network = Object.entries(process.env).filter(([name]) => OF_THE_NETWORK.test(name));
  const terminal = { TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh' };
  return {
    ...(Object.fromEntries(network) as Record<string, string>),
    ...terminal,
    PATH: path,
    HOME: home,
    TMPDIR: tmp,
  };
}

/** The PATH that `npx` and scripts of the workspace have: its own programs first, its Node among them. */
export function workspacePath(folder: string): string {
  const system = (process.env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules'));
  return [join(folder, 'node_modules/.bin'), ...system].join(':');
}
