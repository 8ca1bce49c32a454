import type { Component } from './components.ts';
import { debianComponent } from './components.ts';

/** Licenses of the libraries that are built into Node.js, by their names in `process.versions`. */
const BUILT_IN: Readonly<Record<string, string>> = {
  ada: 'Apache-2.0 OR MIT',
  amaro: 'MIT',
  ares: 'MIT',
  brotli: 'MIT',
  icu: 'Unicode-3.0',
  llhttp: 'MIT',
  nghttp2: 'MIT',
  openssl: 'Apache-2.0',
  simdjson: 'Apache-2.0',
  simdutf: 'Apache-2.0 OR MIT',
  sqlite: 'blessing',
  undici: 'MIT',
  uv: 'MIT',
  uvwasi: 'MIT',
  v8: 'BSD-3-Clause',
  zlib: 'Zlib',
  zstd: 'BSD-3-Clause OR GPL-2.0-only',
};

/**
 * What a program of Node.js consists of besides itself: the libraries in it, and those that it is linked to.
 *
 * @param versions its `process.versions`; empty where it can't be run
 */
export function nodeComponents(versions: Readonly<Record<string, string>>): readonly Component[] {
  const builtIn = Object.entries(BUILT_IN).flatMap(([name, license]): readonly Component[] => {
    const version = versions[name];
    if (version === undefined) return [];
    return [
      { type: 'library', name, version, licenses: [{ expression: license }], purl: `pkg:generic/${name}@${version}` },
    ];
  });
  return [
    ...builtIn,
    debianComponent('libc6', 'LGPL-2.1-or-later'),
    debianComponent('libgcc-s1', 'GPL-3.0-or-later WITH GCC-exception-3.1'),
    debianComponent('libstdc++6', 'GPL-3.0-or-later WITH GCC-exception-3.1'),
  ];
}
