import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Pinned } from './pinned.ts';

/** One thing inside of an image, in the words of CycloneDX. */
export interface Component {
  readonly type: 'library' | 'application' | 'platform';
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly licenses?: readonly { readonly expression: string }[];
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
}

/** The package that a program comes from, with the hash that the lockfile pins. */
export function pinnedComponent({ name, version, integrity }: Pinned, license: string): Component {
  const [, base64] = /^sha512-(.+)$/.exec(integrity) ?? [];
  return {
    type: 'application',
    name,
    version,
    licenses: [{ expression: license }],
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    ...(base64 !== undefined && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }],
    }),
  };
}

/**
 * What an image takes from Debian while Docker builds it. Which version that is, only the base in the engine knows: the list
 * is made before, and needs no Docker.
 */
export function debianComponent(name: string, license: string): Component {
  const description = 'Copied from debian:bookworm-slim when the image is built.';
  const purl = `pkg:deb/debian/${name}?distro=bookworm`;
  return { type: 'library', name, description, licenses: [{ expression: license }], purl };
}

/** Writes `dist/components/<project>.json`, from which the image's bill of materials is made. */
export async function writeComponents(root: string, project: string, components: readonly Component[]): Promise<void> {
  const path = join(root, 'dist/components', `${project}.json`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(components, null, 2)}\n`);
}
