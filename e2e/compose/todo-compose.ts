import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderCompose } from '@nx-kube/manifests/compose';
import stack from '../../deploy/stack.ts';
import { check, run, type Outcome } from '../support/run.ts';

/** References that nothing pulls. */
export const someImages: Readonly<Record<string, string>> = Object.fromEntries(
  stack.images.map((project) => [project, `${project}:0123456789abcdef`]),
);

/** The Todo stack's Compose files in a folder of their own, with the secrets that its script makes. */
export interface ComposeFolder {
  readonly folder: string;
  /** Text of a file in the folder, as rendered. */
  readonly files: Readonly<Record<string, string>>;
  /** Runs Compose on it, as a project that no other test has. */
  compose(...args: readonly string[]): Promise<Outcome>;
  remove(): void;
}

/** What is different from the defaults. */
export interface ComposeFolderOptions {
  readonly environment?: string;
  readonly images?: Readonly<Record<string, string>>;
  /** Added to the environment of Compose: ports, for one. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Writes the files as `nx run deploy:compose` does, and makes the secrets as the file says. */
export async function todoCompose({
  environment,
  images = someImages,
  env = {},
}: ComposeFolderOptions = {}): Promise<ComposeFolder> {
  const program = process.env['DOCKER_COMPOSE'];
  if (!program) throw new Error('DOCKER_COMPOSE is not set: it names the docker-compose program; see .ci/run');
  const folder = mkdtempSync(join(tmpdir(), 'todo-compose-'));
  const files = renderCompose(stack, { images, ...(environment === undefined ? {} : { environment }) });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await check('sh', ['compose-secrets.sh'], { cwd: folder });
  const project = `todo-e2e-${process.pid}`;
  return {
    folder,
    files,
    compose: (...args) => run(program, ['--project-name', project, ...args], { cwd: folder, env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
