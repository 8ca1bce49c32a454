import { chmod, constants, copyFile, lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

import { contextDigest } from './digest.ts';
import { parseBases, rewriteBases } from './dockerfile.ts';
import type { Entry } from './entries.ts';
import { listEntries } from './entries.ts';
import { refuseEnvFiles, refuseStagedEnvFiles } from './env-files.ts';
import { ImageError } from './error.ts';
import type { ImageReference } from './reference.ts';
import { bundlePath, imageReference, writeImageReference } from './reference.ts';
import { appendSettings } from './settings.ts';

/** A file or folder that goes into the context. */
export interface Source {
  /** Relative to the workspace root, or absolute. */
  readonly from: string;
  /** Relative to the context; `.` is the context itself. */
  readonly to: string;
}

/** What `stageContext` needs to know about one image. */
export interface StageOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly project: string;
  /** Folder with the Dockerfile, relative to `root`. */
  readonly projectRoot: string;
  readonly sources: readonly Source[];
  /** Projects that the Dockerfile may name as a base → their references. */
  readonly bases: Readonly<Record<string, string>>;
  /** First half of the reference; the project's name if absent. */
  readonly repository?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Such as `linux/arm64`; Linux on this machine's processor if absent. */
  readonly platform?: string;
}

/**
 * Lays out `dist/bundle/<project>/`, the whole and only input of `docker build`, and writes `dist/images/<project>.json`.
 * Same sources, same bytes and modes: files become 0644 or 0755, folders 0755, links stay links. The folder is replaced
 * as one; a failure leaves the former one.
 *
 * @throws ImageError NO_DOCKERFILE, SOURCE_MISSING, BAD_SOURCE, ENV_FILE
 */
export async function stageContext(options: StageOptions): Promise<ImageReference> {
  const { root, project, projectRoot, bases, buildArgs = {}, platform = hostPlatform() } = options;
  const dockerfile = await readDockerfile(options);
  await refuseEnvFiles(resolve(root, projectRoot));

  const target = bundlePath(root, project);
  const draft = join(dirname(target), `.${project}.${process.pid}`);
  await rm(draft, { recursive: true, force: true });
  try {
    await makeFolder(draft);
    for (const source of options.sources) await stageSource(options, source, draft);
    await refuseStagedEnvFiles(draft, project);
    const used = pickUsed(dockerfile, bases);
    const text = appendSettings(rewriteBases(dockerfile, used), { platform, buildArgs, bases: used });
    await writeFile(join(draft, 'Dockerfile'), text, { mode: 0o644 });
    await chmod(join(draft, 'Dockerfile'), 0o644);
    const digest = await contextDigest(draft, { buildArgs, platform });
    const reference = imageReference(options.repository ?? project, digest);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
    await writeImageReference(root, project, reference);
    return reference;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Linux on this machine's processor, in Docker's words. */
function hostPlatform(): string {
  return `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
}

function pickUsed(dockerfile: string, bases: Readonly<Record<string, string>>): Record<string, string> {
  const used = parseBases(dockerfile, new Set(Object.keys(bases)));
  return Object.fromEntries(used.map((name) => [name, bases[name] ?? name]));
}

async function readDockerfile({ root, project, projectRoot }: StageOptions): Promise<string> {
  const path = resolve(root, projectRoot, 'Dockerfile');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const fix = `write one, or leave ${project} out of the projects that make an image`;
    throw new ImageError('NO_DOCKERFILE', { doing: `bundle ${project}`, because: `${path} can't be read`, fix }, error);
  }
}

async function stageSource({ root, project }: StageOptions, source: Source, draft: string): Promise<void> {
  const from = resolve(root, source.from);
  const to = resolve(draft, source.to);
  if (relative(draft, to).startsWith('..')) throw badSource(project, source.to, 'it lies outside the context');
  const stats = await lstat(from).catch((error: unknown) => {
    const fix = `run: npx nx run ${project}:build, or correct the option that names it`;
    throw new ImageError('SOURCE_MISSING', { doing: `bundle ${project}`, because: `${from} is missing`, fix }, error);
  });
  if (!stats.isDirectory()) {
    await makeFolder(dirname(to));
    return copyFileAs(from, to, (stats.mode & 0o100) !== 0);
  }
  await makeFolder(to);
  for (const entry of await listEntries(from)) await copyEntry(project, entry, from, to);
}

/** Entries come in path order, so a folder is always there before what lies in it. */
async function copyEntry(project: string, entry: Entry, from: string, to: string): Promise<void> {
  const target = join(to, entry.path);
  if (entry.type === 'directory') return makeFolder(target);
  if (entry.type === 'file') return copyFileAs(join(from, entry.path), target, entry.executable);
  if (entry.type === 'link') return symlink(entry.target, target);
  throw badSource(project, join(from, entry.path), 'it is neither file, folder nor link');
}

function badSource(project: string, path: string, because: string): ImageError {
  const fix = 'name only files, folders and links, and targets inside the context';
  return new ImageError('BAD_SOURCE', { doing: `stage ${path} for ${project}`, because, fix });
}

// Modes are set explicitly: those given at creation pass through the umask.
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o755);
}

async function copyFileAs(from: string, to: string, executable: boolean): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, executable ? 0o755 : 0o644);
}
