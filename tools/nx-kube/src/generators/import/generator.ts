import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { importObjects, type ImportedStack } from '@nx-kube/manifests/import';
import { logger, type Tree } from '@nx/devkit';
import { PluginError } from '../../error.ts';
import { readManifests } from './read-manifests.ts';

/** As in `schema.json`. */
export interface ImportOptions {
  readonly path: string;
  readonly name?: string;
  readonly directory?: string;
}

/**
 * Turns manifests into the source of a stack. Writes all files or none; running it again changes nothing, and what
 * somebody has changed since is never overwritten.
 *
 * @returns what to tell once Nx has written the files
 * @throws PluginError INVALID_MANIFEST with all faults, OUTPUT_FILE, USAGE
 */
export default function importManifests(tree: Tree, options: ImportOptions): Promise<() => void> {
  const name = options.name ?? nameFrom(options.path);
  if (!/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    throw usage(`${JSON.stringify(name)} is no DNS label`, 'give one with --name: lower-case letters, digits and "-"');
  }
  const directory = options.directory ?? `deploy/${name}`;
  if (relative(tree.root, resolve(tree.root, directory)).startsWith('..')) {
    throw usage(`${directory} is outside of the workspace`, 'give a folder inside of it with --directory');
  }
  const { objects, issues } = readManifests(readSources(tree.root, options.path));
  if (issues.length > 0) {
    throw new PluginError('INVALID_MANIFEST', {
      doing: `import ${options.path}`,
      because: ['these places cannot be read; nothing was written', ...issues.map(issueLine)].join('\n  '),
      fix: 'correct them, and run the same command again',
    });
  }
  if (objects.length === 0) throw usage(`${options.path} holds no objects`, 'name a file or folder with manifests');
  const stack = importObjects(name, objects);
  refuseChanged(tree, directory, stack);
  for (const [file, text] of Object.entries(stack.files)) {
    const path = join(directory, file);
    if (!tree.exists(path)) tree.write(path, text);
  }
  return Promise.resolve(() => logger.info(summary(directory, objects.length, stack)));
}

function nameFrom(path: string): string {
  const base = basename(resolve(path)).replace(/\.(?:ya?ml|json)$/, '');
  const words = base.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== '').join('-');
}

/** Path relative to the workspace → text. */
function readSources(root: string, path: string): Readonly<Record<string, string>> {
  const at = resolve(root, path);
  if (!existsSync(at)) throw usage(`there is no ${path}`, 'name a file or folder, relative to the workspace');
  const files = statSync(at).isDirectory()
    ? readdirSync(at, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(?:ya?ml|json)$/.test(file) && !/(?:^|[/\\])(?:\.|node_modules[/\\])/.test(file))
        .map((file) => join(at, file))
        .toSorted()
    : [at];
  return Object.fromEntries(files.map((file) => [relative(root, file), readFileSync(file, 'utf8')]));
}

function refuseChanged(tree: Tree, directory: string, { files }: ImportedStack): void {
  const changed = Object.entries(files)
    .map(([file, text]) => ({ path: join(directory, file), text }))
    .filter(({ path, text }) => tree.exists(path) && tree.read(path, 'utf8') !== text);
  if (changed.length === 0) return;
  throw new PluginError('OUTPUT_FILE', {
    doing: `write ${directory}`,
    because: `it has other content already, and nothing was written: ${changed.map(({ path }) => path).join(', ')}`,
    fix: 'choose another folder with --directory, or delete these files first',
  });
}

function issueLine({ at, rule, fix }: { at: string; rule: string; fix: string }): string {
  return `${at}: ${rule} (${fix})`;
}

function summary(directory: string, count: number, { notes, secrets }: ImportedStack): string {
  const variables = secrets.map(({ env, secret, key }) => `  ${env}: ${key} of Secret ${secret}`);
  const given =
    variables.length === 0
      ? []
      : ['No value of a Secret was written. Give them in the environment or in .env when you deploy:', ...variables];
  return [
    `${count} objects are in ${directory}; use them with --stack ${join(directory, 'stack.ts')}.`,
    ...given,
    ...notes,
  ].join('\n');
}

function usage(because: string, fix: string): PluginError {
  return new PluginError('USAGE', { doing: 'import manifests', because, fix });
}
