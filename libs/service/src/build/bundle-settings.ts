import type { BuildOptions } from 'esbuild';

/** What a service may import though nobody has it: optional parts of packages. */
const ABSENT = ['pg-native'];

/**
 * How every bundle of a service is made: ESM for the Node.js of the image, code that is imported dynamically in chunks of its own.
 *
 * @param root absolute path of the workspace
 */
export function bundleSettings(root: string): BuildOptions & { readonly metafile: true } {
  return {
    metafile: true,
    absWorkingDir: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    legalComments: 'none',
    chunkNames: 'chunk-[hash]',
    // Packages in CommonJS call `require` for Node's own modules.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    external: ABSENT,
  };
}
