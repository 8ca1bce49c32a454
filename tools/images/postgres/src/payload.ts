/** Extensions in languages whose interpreters (Perl, Python, Tcl) the image does not have. */
const FOREIGN = /(?:plperl|plpython|pltcl)/;

/** Client libraries of ECPG, and XSLT and UUID libraries that only a contributed extension each wants. */
const UNUSED = /^lib\/(?:libecpg|libpgtypes)/;

/**
 * Says whether a file of the package goes into the image: the server, what it loads and what initdb reads. Not the
 * static libraries, the build system of extensions and `pg_ctl`. Pure.
 *
 * @param path relative to the package's folder `native`, with `/`
 */
export function isNeeded(path: string): boolean {
  if (path === 'bin/postgres' || path === 'bin/initdb') return true;
  if (FOREIGN.test(path) || UNUSED.test(path)) return false;
  if (path.startsWith('lib/postgresql/')) return path.endsWith('.so');
  if (path.startsWith('lib/')) return /^lib\/[^/]+\.so(?:\.\d+)*$/.test(path);
  return path.startsWith('share/postgresql/');
}

/** A link that npm tarballs can't carry; both paths relative to the package. */
export interface PackedLink {
  readonly source: string;
  readonly target: string;
}

/**
 * The links by which programs find the libraries: `libpq.so.5` → `libpq.so.5.18`. The package lists them in a file, as
 * its install script, which we do not run, would make them. Those without a number are for compilers. Pure.
 */
export function neededLinks(links: readonly PackedLink[]): PackedLink[] {
  return links
    .map(({ source, target }) => ({ source: inNative(source), target: inNative(target) }))
    .filter(({ source, target }) => isNeeded(source) && !target.endsWith('.so'));
}

function inNative(path: string): string {
  return path.replace(/^native\//, '');
}
