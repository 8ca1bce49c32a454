import { type BuildContext, context, type OutputFile } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { buildPackages } from './build-packages.ts';
import { bundleSettings } from './bundle-settings.ts';
import { type BundleOptions, entryPoints } from './bundle-service.ts';
import { packagesPlugin } from './packages-plugin.ts';

/** A service that is built again and again while somebody writes it. */
export interface DevelopmentBundle {
  /**
   * Builds the context of the image as the sources are now: readable, with source maps, without packages.
   *
   * @param out folder to write, relative to the workspace, three deep; what was in it is gone
   * @returns what runs, in short: the same when the same code would run
   * @throws BuildFailure of esbuild
   */
  build(out: string): Promise<{ readonly digest: string }>;
  close(): Promise<void>;
}

/** Opens the incremental build of a service. */
export async function openDevelopmentBundle({
  root,
  project,
  entries,
  folders = {},
}: BundleOptions): Promise<DevelopmentBundle> {
  const packages = packagesPlugin();
  const home = join(root, 'dist/dev', basename(project));
  // The output is written by us: esbuild's folder only decides about the paths in the source maps.
  const outdir = join(home, '0/app');
  const bundle = await context({
    ...bundleSettings(root),
    entryPoints: entryPoints(project, entries),
    plugins: [packages.plugin],
    outdir,
    write: false,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
  });
  let made = '';
  const rebuild = async (): Promise<readonly OutputFile[]> => {
    const output = await outputOf(bundle);
    const needed = await buildPackages(root, packages.imported, join(home, 'packages'));
    if (needed === made) return output;
    made = needed;
    packages.moveTo(relative(outdir, join(home, 'packages', made)).replaceAll('\\', '/'));
    return outputOf(bundle);
  };
  return {
    async build(out) {
      const files = await rebuild();
      const target = join(root, out, 'app');
      await rm(join(root, out), { recursive: true, force: true });
      await Promise.all(files.map((file) => write(join(target, relative(outdir, file.path)), file.contents)));
      for (const [name, from] of Object.entries(folders))
        await cp(join(root, from), join(target, name), { recursive: true });
      return { digest: await digestOf(target) };
    },
    close: () => bundle.dispose(),
  };
}

async function outputOf(bundle: BuildContext): Promise<readonly OutputFile[]> {
  return (await bundle.rebuild()).outputFiles ?? [];
}

async function write(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}

/**
 * Of everything that runs: a comment more is no other program, though the source maps are other ones, and with them the names of the
 * chunks.
 */
async function digestOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.map'));
  const parts = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return `${relative(folder, path)}\n${await readFile(path, 'latin1')}`.replaceAll(/\bchunk-[0-9A-Z]{8}\b/g, 'chunk');
  });
  const hash = createHash('sha256');
  for (const part of (await Promise.all(parts)).toSorted()) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
