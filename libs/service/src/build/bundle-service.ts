import { build, type Metafile } from 'esbuild';
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleSettings } from './bundle-settings.ts';
import { componentsOf, writeComponents } from './components.ts';

/** What goes into the image of a service besides its Dockerfile. */
export interface BundleOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Folder of the service, relative to the workspace: `apps/backend`. */
  readonly project: string;
  /** Entry points in the service's `src`, without ending; each becomes `app/<name>.mjs`. */
  readonly entries: readonly string[];
  /** Entry point in `src` of what fills the compile cache, without ending; becomes `<name>.mjs` beside `app`. */
  readonly warm?: string;
  /** Folders to be copied beside them: name in `app/` → path relative to the workspace. */
  readonly folders?: Readonly<Record<string, string>>;
}

/**
 * Bundles a service to `dist/apps/<name>/app`: ESM, minified, code that is imported dynamically in chunks of its own. The output
 * depends on the sources alone: no absolute path, no time. What is inside is listed in `dist/components/<name>.json`.
 */
export async function bundleService({ root, project, entries, warm, folders = {} }: BundleOptions): Promise<void> {
  const target = join(root, 'dist', project);
  const outdir = join(target, 'app');
  await rm(target, { recursive: true, force: true });
  const inside = await bundle(root, project, entries, outdir);
  if (warm !== undefined) await bundle(root, project, [warm], target);
  for (const [name, from] of Object.entries(folders))
    await cp(join(root, from), join(outdir, name), { recursive: true });
  await writeComponents(root, basename(project), await componentsOf(root, inside));
}

/** The files of which something is in the bundle. */
async function bundle(
  root: string,
  project: string,
  entries: readonly string[],
  outdir: string,
): Promise<readonly string[]> {
  const { metafile } = await build({
    ...bundleSettings(root),
    entryPoints: entryPoints(project, entries),
    outdir,
    minify: true,
    // Node.js prints the line that threw: it should fit a terminal.
    lineLimit: 160,
    logLevel: 'warning',
  });
  return bundledFiles(metafile);
}

/** Name of the output → its source, relative to the workspace. */
export function entryPoints(project: string, entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(entries.map((name) => [name, `${project}/src/${name}.ts`]));
}

/** What tree shaking left nothing of is not inside. */
export function bundledFiles({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
}
