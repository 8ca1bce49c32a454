import type { LocalContainer, LocalPort, LocalProbe } from '@nx-kube/manifests/local';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, posix, resolve } from 'node:path';

import { isStarting } from '../postgres/is-starting.ts';
import { preparePostgres } from '../postgres/prepare-postgres.ts';
import { postgresAnswers } from '../postgres/postgres-answers.ts';
import { mapPath } from '../program/map-path.ts';
import type { Program } from '../program/program.ts';
import { type Address, rewriteAddresses } from './addresses.ts';
import { basicVariables } from './basics.ts';
import { requirePort } from './require-port.ts';
import type { Launch } from './child.ts';
import { launchBeside, launchOf, type Surroundings } from './launch.ts';
import type { ProbeName } from './life.ts';
import type { Question } from './probe.ts';
import type { SupervisedFolder } from './supervision.ts';

/** All that one start of a process needs. */
export interface Prepared {
  readonly launch: Launch;
  /** Ports of the container → ports of this process. */
  readonly ports: ReadonlyMap<number, number>;
  readonly questions: Readonly<Partial<Record<ProbeName, Question>>>;
  /** What it would run, and is not there. */
  readonly missing?: string;
}

/** What is the same for all processes of a run. */
export interface Ground {
  readonly root: string;
  readonly folder: Pick<SupervisedFolder, 'data' | 'files'>;
  /** Free ports for one start. */
  readonly ports: (count: number) => Promise<readonly number[]>;
  readonly addresses: readonly Address[];
}

/** One process to be. */
export interface Start {
  /** Names the folder of its files: its own, while it runs. */
  readonly name: string;
  readonly container: LocalContainer;
  readonly program: Program;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Gets everything ready for one start: ports, files, folders, and for Postgres its data.
 *
 * @throws {LocalError} what `preparePostgres` throws, and `PORT_TAKEN` for a port that cannot be another one
 */
export async function prepareStart(start: Start, ground: Ground): Promise<Prepared> {
  const { container, program } = start;
  const ports = await portsOf(start, ground);
  if (program.type === 'postgres') return postgresStart(start, ground, ports);
  const paths = { ...filesOf(start, ground), ...foldersOf(start, ground) };
  const node = process.execPath;
  const basics = basicVariables(process.env);
  const surroundings: Surroundings = { ports, paths, addresses: ground.addresses, basics, node };
  const launch = launchOf(container, program, surroundings);
  const missing = missingOf(launch);
  return {
    launch,
    ports,
    questions: questionsOf(container.probes, ({ check }) =>
      check.type === 'exec'
        ? {
            type: 'exec',
            launch: launchBeside(launch, check.command, program, surroundings),
            shown: check.command.join(' '),
          }
        : { ...check, port: ports.get(check.port) ?? check.port },
    ),
    ...(missing !== undefined && { missing }),
  };
}

async function postgresStart(
  { container: { env, files, folders, probes }, signal, log }: Start,
  { root, folder }: Ground,
  ports: ReadonlyMap<number, number>,
): Promise<Prepared> {
  const { POSTGRES_USER: user = 'postgres', POSTGRES_DB: database = user, POSTGRES_PASSWORD_FILE: file } = env;
  const password = files.find(({ path }) => path === file)?.text ?? env['POSTGRES_PASSWORD'] ?? '';
  const claim = folders.find((one) => one.claim !== undefined)?.claim ?? 'data';
  const [[declared = 5432, port = 5432] = []] = ports;
  const server = await preparePostgres({ root, data: folder.data(claim), user, password, database, port, signal, log });
  const ask = async (ms: number): Promise<boolean> =>
    !(await isStarting(server.cwd)) && postgresAnswers(port, user, ms);
  const call = { type: 'call', shown: 'the server', ask } as const;
  const questions = questionsOf(probes, ({ check }) => (check.type === 'tcp' ? { ...check, port } : call));
  return { launch: server, ports: new Map([[declared, port]]), questions };
}

async function portsOf(
  { name, container: { ports }, program }: Start,
  ground: Ground,
): Promise<ReadonlyMap<number, number>> {
  const free = await ground.ports(ports.length);
  // A port that nobody tells the program is the one that it has anyway; the server for Postgres is told on its command line.
  const isTold = ({ variables }: LocalPort): boolean => variables.length > 0 || program.type === 'postgres';
  // Else its probes would be answered by whoever has the port.
  for (const port of ports) if (!isTold(port)) await requirePort(port.port, name);
  return new Map(ports.map((port, index) => [port.port, isTold(port) ? (free[index] ?? port.port) : port.port]));
}

function questionsOf(
  probes: LocalContainer['probes'],
  question: (probe: LocalProbe) => Question,
): Prepared['questions'] {
  const entries = Object.entries(probes).map(([name, probe]) => [name, question(probe)] as const);
  return Object.fromEntries(entries);
}

/** The texts of Secrets and ConfigMaps, where only this user can read them; folders that hold nothing else are found, too. */
function filesOf(
  { name, container: { files }, program }: Start,
  { folder, addresses }: Ground,
): Readonly<Record<string, string>> {
  const paths: Record<string, string> = {};
  const mounts = [...new Set(files.map(({ path }) => posix.dirname(path)))];
  for (const { path, text } of files) {
    const mount = posix.dirname(path);
    const here = join(folder.files(name), `mount-${mounts.indexOf(mount)}`);
    mkdirSync(here, { recursive: true, mode: 0o700 });
    const file = join(here, posix.basename(path));
    rmSync(file, { force: true });
    writeFileSync(file, rewriteAddresses(text, addresses), { mode: 0o600 });
    paths[path] = file;
    const own = program.type === 'process' && mapPath(mount, program.paths) === mount;
    if (own && mount !== '/') paths[mount] = here;
  }
  return paths;
}

function foldersOf({ name, container: { folders } }: Start, { folder }: Ground): Readonly<Record<string, string>> {
  return Object.fromEntries(
    folders.map(({ path, claim }, index) => {
      if (claim !== undefined) return [path, folder.data(claim)];
      const here = join(folder.files(name), `folder-${index}`);
      mkdirSync(here, { recursive: true });
      return [path, here];
    }),
  );
}

/** A program that was not built says so better than by what Node.js makes of it. */
function missingOf({ command, cwd }: Launch): string | undefined {
  if (!existsSync(cwd)) return `there is no folder ${cwd}`;
  const [program, first] = command;
  const script = program === process.execPath && first?.startsWith('-') === false ? resolve(cwd, first) : undefined;
  const absent = [program, script].find((path) => path !== undefined && isAbsolute(path) && !existsSync(path));
  return absent === undefined ? undefined : `there is no ${absent}`;
}
