import type { LocalContainer } from '@nx-kube/manifests/local';
import { posix } from 'node:path';

import { mapPath } from '../program/map-path.ts';
import type { Program } from '../program/program.ts';
import { type Address, rewriteAddresses } from './addresses.ts';
import type { Launch } from './child.ts';

/** Where a container finds on this machine what it is told of. */
export interface Surroundings {
  /** Ports of the container → ports of this process. */
  readonly ports: ReadonlyMap<number, number>;
  /** Files and folders of the container → those of this process, beside those of its program. */
  readonly paths: Readonly<Record<string, string>>;
  readonly addresses: readonly Address[];
  /** What every program finds on this machine, such as PATH. */
  readonly basics: Readonly<Record<string, string>>;
  /** The Node.js that `node` means. */
  readonly node: string;
}

const NODE = new Set(['node', '/usr/local/bin/node', '/usr/bin/node']);

/** How a container runs as a process. Pure: names no port, path or variable that is not given. */
export function launchOf(
  container: LocalContainer,
  program: Extract<Program, { type: 'process' }>,
  surroundings: Surroundings,
): Launch {
  const here = hereOf(program, surroundings);
  const env: Record<string, string> = { ...surroundings.basics };
  for (const [name, value] of Object.entries({ ...program.env, ...container.env })) env[name] = here(value);
  for (const { port, variables } of container.ports) {
    for (const name of variables) env[name] = String(surroundings.ports.get(port) ?? port);
  }
  const command = commandOf(container, program);
  return { command: runnable(command.map(here), surroundings), cwd: program.cwd, env, stopSignal: 'SIGTERM' };
}

/** A program that is run in the container besides its own, as the one of a probe. Pure. */
export function launchBeside(
  launch: Launch,
  command: readonly string[],
  program: Extract<Program, { type: 'process' }>,
  surroundings: Surroundings,
): Launch {
  return { ...launch, command: runnable(command.map(hereOf(program, surroundings)), surroundings) };
}

type Here = (text: string) => string;

function hereOf(program: Extract<Program, { type: 'process' }>, { paths, addresses }: Surroundings): Here {
  const known = { ...program.paths, ...paths };
  return (text) => {
    // `--config=/etc/app.json` names a path as `/etc/app.json` does.
    const [, flag = '', rest = text] = /^(--[\w-]+=)(.*)$/s.exec(text) ?? [];
    const mapped = mapPath(rest, known);
    return mapped === rest ? rewriteAddresses(text, addresses) : flag + mapped;
  };
}

/** As in Kubernetes: a command takes the place of both, arguments alone follow the entrypoint. */
function commandOf(
  { command, args }: LocalContainer,
  program: Extract<Program, { type: 'process' }>,
): readonly string[] {
  if (command) return [...command, ...(args ?? [])];
  return args ? [...(program.entrypoint ?? []), ...args] : program.command;
}

function runnable([name, ...args]: readonly string[], { node }: Surroundings): readonly string[] {
  if (name === undefined) return [];
  return [NODE.has(posix.normalize(name)) ? node : name, ...args];
}
