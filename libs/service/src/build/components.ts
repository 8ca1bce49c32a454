import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One thing that is inside of an image, in the words of CycloneDX. */
export interface Component {
  readonly type: 'library' | 'application' | 'platform';
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly licenses?: readonly ({ readonly expression: string } | { readonly license: { readonly name: string } })[];
  readonly purl?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
}

type Lockfile = Readonly<Record<string, { readonly integrity?: string } | undefined>>;

/** The folder of the innermost package that a file of `node_modules` lies in, or of a library of the workspace. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+|^(?:libs|apps)\/[^/]+/;

/**
 * The packages that some files belong to.
 *
 * @param root absolute path of the workspace
 * @param files relative to it, with `/`
 */
export async function componentsOf(root: string, files: Iterable<string>): Promise<readonly Component[]> {
  const folders = new Set([...files].flatMap((file) => PACKAGE.exec(file)?.[0] ?? []));
  // Source maps of packages name folders of their authors, which are not there.
  const present = [...folders].filter((folder) => existsSync(join(root, folder, 'package.json')));
  const pinned = await readLockfile(root);
  return Promise.all(present.map((folder) => componentIn(root, folder, pinned)));
}

async function componentIn(root: string, folder: string, pinned: Lockfile): Promise<Component> {
  const { name, version, license } = await readManifest(root, folder);
  const [, group, own = name] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const published = folder.includes('node_modules/');
  const hash = published ? sha512(pinned[folder]?.integrity) : undefined;
  return {
    type: 'library',
    ...(group !== undefined && { group }),
    name: own,
    ...(version !== undefined && { version }),
    ...licensesOf(license),
    ...(published && { purl: `pkg:npm/${name.replace('@', '%40')}@${version}` }),
    ...(hash !== undefined && { hashes: [{ alg: 'SHA-512', content: hash }] }),
  };
}

/** Folders inside of a package may have a manifest without a name, which only says how to read the code in them. */
async function readManifest(root: string, folder: string): Promise<Manifest & { readonly name: string }> {
  const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as Manifest;
  return { ...manifest, name: manifest.name ?? folder.replace(/^.*node_modules\//, '') };
}

async function readLockfile(root: string): Promise<Lockfile> {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { packages?: Lockfile }).packages ?? {};
}

/** A word of SPDX is an expression, too. @see https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/ */
function licensesOf(license: Manifest['license']): Pick<Component, 'licenses'> {
  const text = typeof license === 'object' ? license.type : license;
  if (text === undefined) return {};
  const isExpression = /^\(?[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*\)?$/.test(text);
  return { licenses: [isExpression ? { expression: text } : { license: { name: text } }] };
}

/** What the lockfile pins, in the form that CycloneDX has for hashes. */
function sha512(integrity: string | undefined): string | undefined {
  const [, base64] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
}

/**
 * Writes `dist/components/<project>.json`, from which the image's bill of materials is made. It is no part of the image:
 * what is said about a file must not change the file's name.
 */
export async function writeComponents(root: string, project: string, components: readonly Component[]): Promise<void> {
  const path = join(root, 'dist/components', `${project}.json`);
  const lines = [...new Set(components.map((component) => JSON.stringify(component)))].sort();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `[\n${lines.join(',\n')}\n]\n`);
}
