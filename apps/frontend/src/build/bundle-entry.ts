import { join } from 'node:path';

import { build } from 'esbuild';

/** Bundles the server around Next to `<target>/app/main.mjs`, and what fills the compile cache to `<target>/warm.mjs`. */
export async function bundleEntryPoints(appFolder: string, target: string): Promise<void> {
  const server = join(appFolder, 'src/server');
  await bundle(join(server, 'main.ts'), join(target, 'app/main.mjs'));
  await bundle(join(server, 'warm.ts'), join(target, 'warm.mjs'));
}

async function bundle(from: string, to: string): Promise<void> {
  await build({
    entryPoints: [from],
    outfile: to,
    absWorkingDir: join(from, '../../..'),
    bundle: true,
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
}
