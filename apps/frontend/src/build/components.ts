import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { componentsOf, writeComponents } from '@todo/service/build';

interface SourceMap {
  readonly sources?: readonly string[];
  readonly sections?: readonly { readonly map: SourceMap }[];
}

/**
 * Lists what is inside of the image in `dist/components/frontend.json`: packages that Next copied whole, those whose code the
 * source maps of its bundles name, and those in the server around it. What a page shows in the browser is rendered on the
 * server first, so its packages are among them.
 *
 * @param bundled files in the server around Next, relative to the workspace
 */
export async function listComponents(root: string, appFolder: string, bundled: readonly string[]): Promise<void> {
  const built = join(appFolder, '.next');
  const mapped = await mappedSources(join(built, 'server'));
  const copied = (await readdir(join(built, 'standalone/node_modules'), { recursive: true })).map(
    (path) => `node_modules/${path.replaceAll('\\', '/')}`,
  );
  const wholePackages = copied.filter((path) => path.endsWith('/package.json') && isPackage(path));
  const components = await componentsOf(root, [...bundled, ...mapped, ...wholePackages]);
  await writeComponents(root, 'frontend', components);
}

/** Of the manifests in a package only the outermost names it: `next` has those of others, compiled into it. */
function isPackage(path: string): boolean {
  return /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path);
}

async function mappedSources(folder: string): Promise<readonly string[]> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.map'));
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
  return texts.flatMap((text) => sourcesOf(JSON.parse(text) as SourceMap)).flatMap(fromWorkspace);
}

function sourcesOf({ sources = [], sections = [] }: SourceMap): readonly string[] {
  return [...sources, ...sections.flatMap(({ map }) => sourcesOf(map))];
}

/** Maps name files by URLs, absolute or relative to the bundle, and what Next makes of a file by its name and more words. */
function fromWorkspace(source: string): readonly string[] {
  const [file = ''] = decodeURIComponent(source).split(' ');
  const path = /^(?:.*?\/)?((?:node_modules|libs|apps)\/.+)$/.exec(file)?.[1];
  return path === undefined ? [] : [path];
}
