import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  /** Runs the script again that made the secrets. */
  makeSecrets(): Promise<unknown>;
  /** Runs Compose on it, as a project that no other test has. */
  compose(...args: readonly string[]): Promise<Outcome>;
  remove(): void;
}

/** What is different from the defaults. */
export interface ComposeFolderOptions {
  readonly environment?: string;
  readonly images?: Readonly<Record<string, string>>;
  /** A compose.yaml that is there already, with its script beside it; rendered here if absent. */
  readonly file?: string;
  /** Added to the environment of Compose: ports, for one. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Writes the files as `nx run deploy:compose` does, unless it did, and makes the secrets as the file says. */
export async function todoCompose({
  environment,
  images = someImages,
  file,
  env = {},
}: ComposeFolderOptions = {}): Promise<ComposeFolder> {
  const program = process.env['DOCKER_COMPOSE'];
  if (!program) throw new Error('DOCKER_COMPOSE is not set: it names the docker-compose program; see .ci/run');
  const folder = mkdtempSync(join(tmpdir(), 'todo-compose-'));
  const secrets = join(folder, 'secrets');
  const files = file === undefined ? renderCompose(stack, { images, ...(environment ? { environment } : {}) }) : {};
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compose = file ?? join(folder, 'compose.yaml');
  const makeSecrets = (): Promise<string> => check('sh', [join(dirname(compose), 'compose-secrets.sh'), secrets]);
  await makeSecrets();
  const project = ['--file', compose, '--project-name', `todo-e2e-${process.pid}`];
  return {
    folder,
    files,
    makeSecrets,
    compose: (...args) => run(program, [...project, ...args], { env: { TODO_APP_SECRETS: secrets, ...env } }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
