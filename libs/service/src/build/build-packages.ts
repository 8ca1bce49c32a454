import { build, type Plugin } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleSettings } from './bundle-settings.ts';

/** A name that can stand in an export of ours as it is. */
const WORD = /^[A-Za-z_$][\w$]*$/;

/**
 * Bundles packages for development, each imported file to a module of its own name. Made once: the folder is named by what is in it.
 *
 * @param root absolute path of the workspace
 * @param imported absolute path → name without ending
 * @param home absolute folder for all of them
 * @returns name of the folder in `home`
 */
export async function buildPackages(
  root: string,
  imported: ReadonlyMap<string, string>,
  home: string,
): Promise<string> {
  const name = await digestOf(root, imported);
  const folder = join(home, name);
  if (existsSync(folder)) return name;
  const draft = join(home, `.${name}-${process.pid}`);
  await rm(draft, { recursive: true, force: true });
  const settings = { ...bundleSettings(root), outdir: draft, logLevel: 'silent' } as const;
  const entries = (pathOf: (file: string) => string): Record<string, string> =>
    Object.fromEntries(Array.from(imported, ([file, entry]) => [entry, pathOf(file)]));
  const { metafile } = await build({ ...settings, write: false, entryPoints: entries((file) => file) });
  const formats = new Map(Object.entries(metafile.inputs).map(([path, { format }]) => [join(root, path), format]));
  const isCommonJs = (file: string): boolean => formats.get(file) === 'cjs';
  await build({
    ...settings,
    plugins: [commonJs(root)],
    entryPoints: entries((file) => (isCommonJs(file) ? `${PREFIX}${file}` : file)),
  });
  await rename(draft, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
  return name;
}

/** Other packages, other versions of them, another Node.js: another folder. */
async function digestOf(root: string, imported: ReadonlyMap<string, string>): Promise<string> {
  const lock = await readFile(join(root, 'package-lock.json')).catch(() => '');
  const hash = createHash('sha256').update(process.version).update(lock);
  const entries = Array.from(imported, (entry) => JSON.stringify(entry)).toSorted();
  hash.update(entries.join('\n'));
  return hash.digest('hex').slice(0, 16);
}

const PREFIX = 'commonjs:';

/**
 * Gives a package in CommonJS the exports that Node.js would find in it: as an entry point, esbuild gives it a default alone. They
 * are found by loading it.
 */
function commonJs(root: string): Plugin {
  return {
    name: 'commonjs',
    setup(build) {
      build.onResolve({ filter: /^commonjs:/ }, ({ path }) => ({
        path: path.slice(PREFIX.length),
        namespace: 'commonjs',
      }));
      build.onLoad({ filter: /.*/, namespace: 'commonjs' }, async ({ path }) => {
        const names = Object.keys((await import(pathToFileURL(path).href)) as object).filter(
          (name) => WORD.test(name) && name !== 'default',
        );
        const contents = [
          `import whole from ${JSON.stringify(path)};`,
          'export default whole;',
          `const {${names.map((name, index) => `${name}: _${index}`).join(', ')}} = whole;`,
          `export {${names.map((name, index) => `_${index} as ${name}`).join(', ')}};`,
        ];
        return { resolveDir: root, contents: contents.join('\n') };
      });
    },
  };
}
