import { join } from 'node:path';

import { bundledFiles } from '@todo/service/build';
import { build } from 'esbuild';

/**
 * Bundles the server around Next to `<target>/app/main.mjs`, and what fills the compile cache to `<target>/warm.mjs`.
 *
 * @returns the files of which something is in the server, relative to the workspace
 */
export async function bundleEntryPoints(appFolder: string, target: string): Promise<readonly string[]> {
  const server = join(appFolder, 'src/server');
  await bundle(join(server, 'warm.ts'), target);
  return bundle(join(server, 'main.ts'), join(target, 'app'));
}

async function bundle(from: string, outdir: string): Promise<readonly string[]> {
  const { metafile } = await build({
    metafile: true,
    entryPoints: [from],
    outdir,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: join(from, '../../../../..'),
    bundle: true,
    // What is imported where it is needed, such as tracing, stays out of every start.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    // Packages in CommonJS call `require` for Node's own modules.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['next'],
    minifySyntax: true,
    minifyWhitespace: true,
    // Node.js prints the line that threw: it should fit a terminal.
    lineLimit: 160,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return bundledFiles(metafile);
}
