import { globSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';

import { badDockerfile } from './dockerfile.ts';
import type { Copy } from './image-facts.ts';

/**
 * Where the files of an image lie on this machine: in the context, or for what another stage would make in an empty folder that
 * the program may fill itself, as it does with a cache.
 *
 * @throws {LocalError} `BAD_DOCKERFILE` where two folders would have to be one
 */
export function copiedPaths(copies: readonly Copy[], context: string, made: string): Readonly<Record<string, string>> {
  const paths: Record<string, string> = {};
  for (const copy of copies) {
    for (const [path, here] of copy.from === undefined ? fromContext(copy, context) : fromStage(copy, made)) {
      const there = paths[path];
      if (there !== undefined && there !== here && isFolder(there)) {
        const fix = 'let the build of the project put them into one folder';
        throw badDockerfile(copy.line, `${path} is made of two folders, ${there} and ${here}`, fix);
      }
      paths[path] = here;
    }
  }
  return paths;
}

function fromStage({ target, sources }: Copy, made: string): readonly (readonly [string, string])[] {
  const path = target.replace(/\/$/, '');
  // A whole file system is what only a container has.
  if (path === '') return [];
  const [source = ''] = sources;
  // Without a slash at either end it may be a file, which nothing here can make.
  if (target.endsWith('/') || source.endsWith('/')) mkdirSync(join(made, path), { recursive: true });
  return [[path, join(made, path)]];
}

function fromContext({ sources, target }: Copy, context: string): readonly (readonly [string, string])[] {
  const path = target.replace(/\/$/, '');
  const found = sources.flatMap((source) => matches(source.replace(/^\/+/, ''), context));
  return found.flatMap((here): readonly (readonly [string, string])[] => {
    if (isFolder(here)) return path === '' ? entries(here) : [[path, here]];
    const into = target.endsWith('/') || target === '/' || found.length > 1;
    return [[into ? posix.join(path, '/', basename(here)) : path, here]];
  });
}

function matches(source: string, context: string): readonly string[] {
  if (/[*?[]/.test(source)) return globSync(source, { cwd: context }).map((name) => join(context, name));
  return [join(context, source).replace(/(?<=.)[\\/]+$/, '')];
}

/** The root of a container is not the root of this machine: only what was put there is mapped. */
function entries(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder).map((name) => [`/${name}`, join(folder, name)]);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? !/\.\w+$/.test(basename(path));
}
