/**
 * One thing inside of an image, as CycloneDX describes it. Lists of them come from the builds of projects, which alone know
 * what they put in.
 */
export interface Component {
  readonly type: string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly [field: string]: unknown;
}

/** Names a component inside of one document: by what the world calls it, else by what the workspace does. */
export function componentRef({ purl, group, name, version }: Component): string {
  if (purl !== undefined) return purl;
  return `${group === undefined ? '' : `${group}/`}${name}${version === undefined ? '' : `@${version}`}`;
}
