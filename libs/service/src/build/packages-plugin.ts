import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';

const NODE_MODULES = '/node_modules/';

/** The packages that a bundle imports, kept out of it. */
export interface PackagesPlugin {
  readonly plugin: Plugin;
  /** Absolute path of each imported file → its name without ending; grows with every build. */
  readonly imported: ReadonlyMap<string, string>;
  /** Where the bundle finds them from now on: a folder, relative to the output. */
  moveTo(folder: string): void;
}

/**
 * Keeps everything below `node_modules` out of a bundle: nine tenths of what there is to link, and it does not change while
 * somebody writes. `build-packages.ts` makes what is imported in its place.
 */
export function packagesPlugin(): PackagesPlugin {
  const imported = new Map<string, string>();
  // Each question to the resolver is a round trip to another process, and there are hundreds with always the same answers.
  const found = new Map<string, OnResolveResult>();
  let folder = '.';
  const setup = (build: PluginBuild): void => {
    build.onResolve({ filter: /^[^./]/ }, async (question) => {
      const { path, kind, resolveDir, pluginData } = question;
      if (pluginData === RESOLVING || kind === 'entry-point' || path.startsWith('node:')) return undefined;
      const key = `${kind} ${resolveDir} ${path}`;
      const known = found.get(key) ?? (await resolve(build, question));
      if (known === undefined) return undefined;
      found.set(key, known);
      const file = known.path?.replaceAll('\\', '/') ?? '';
      if (known.external === true || !file.includes(NODE_MODULES)) return known;
      const name = imported.get(file) ?? nameOf(file, new Set(imported.values()));
      imported.set(file, name);
      return { path: `${folder}/${name}.mjs`, external: true };
    });
  };
  return {
    plugin: { name: 'packages', setup },
    imported,
    moveTo(to) {
      folder = to;
    },
  };
}

/** Marks our own question, which comes by here again. */
const RESOLVING = Symbol('resolving');

/** Undefined where there is no such file: esbuild's own error says it best. */
async function resolve(build: PluginBuild, question: OnResolveArgs): Promise<OnResolveResult | undefined> {
  const { importer, resolveDir, kind } = question;
  const { errors, path, external, namespace, sideEffects } = await build.resolve(question.path, {
    importer,
    resolveDir,
    kind,
    pluginData: RESOLVING,
  });
  return errors.length > 0 ? undefined : { path, external, namespace, sideEffects };
}

/** The path below `node_modules` as one word, another one than those that are taken. */
function nameOf(file: string, taken: ReadonlySet<string>): string {
  const inside = file.slice(file.lastIndexOf(NODE_MODULES) + NODE_MODULES.length);
  const word = inside.replace(/\.[cm]?js$/, '').replaceAll(/[^\w.-]+/g, '-');
  const free = [word, ...Array.from({ length: taken.size }, (_, index) => `${word}-${index + 2}`)];
  return free.find((name) => !taken.has(name)) ?? word;
}
