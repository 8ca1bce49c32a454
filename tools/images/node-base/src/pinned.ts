import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package at the version that the lockfile pins. */
export interface Pinned {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of its tarball, `sha512-…`. */
  readonly integrity: string;
}

interface Lockfile {
  readonly packages?: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

/**
 * Looks a package up in package-lock.json. It is there for every platform, installed here or not.
 *
 * @param root absolute path of the workspace
 */
export async function pinnedPackage(root: string, name: string): Promise<Pinned> {
  const path = join(root, 'package-lock.json');
  const { packages } = JSON.parse(await readFile(path, 'utf8')) as Lockfile;
  const { version, integrity } = packages?.[`node_modules/${name}`] ?? {};
  if (version !== undefined && integrity !== undefined) return { name, version, integrity };
  throw new Error(`${path} does not pin ${name}: add it to optionalDependencies of package.json and run npm install`);
}
