import { printTemplate } from './print.ts';

/** Named templates by name, as the documents that include them collected them. */
export type SharedMaps = ReadonlyMap<string, unknown>;

/**
 * `_helpers.tpl`: one named template for each map that documents share, and for those that they share in turn.
 *
 * @throws {ManifestError} as `printTemplate`
 */
export function helpersTpl(chart: string, shared: SharedMaps): string {
  const helpers: string[] = [];
  const known = new Map(shared);
  // A Map also visits what is added to it on the way.
  for (const [name, body] of known) {
    const printed = printTemplate(body, { chart });
    for (const [inner, of] of printed.shared) if (!known.has(inner)) known.set(inner, of);
    helpers.push(helper(`${chart}.${name}`, printed.text));
  }
  return helpers.join('\n');
}

function helper(name: string, text: string): string {
  const title = `{{/* ${name}: entries that several maps have. Include it with the root context: include "${name}" $ */}}`;
  return `${title}\n{{- define "${name}" -}}\n${text}{{- end }}\n`;
}
