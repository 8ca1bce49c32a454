/**
 * Changes what stands at a path of a tree, wherever the path leads to; the tree itself stays as it is.
 *
 * @param path keys from the root on; `*` stands for each item of a list
 */
export function mapAt(tree: unknown, [key, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(tree);
  if (key === '*') return Array.isArray(tree) ? tree.map((item) => mapAt(item, rest, change)) : tree;
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree) || !Object.hasOwn(tree, key)) return tree;
  return { ...tree, [key]: mapAt((tree as Readonly<Record<string, unknown>>)[key], rest, change) };
}

/** All that stands at a path of a tree. */
export function valuesAt(tree: unknown, path: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  mapAt(tree, path, (value) => {
    found.push(value);
    return value;
  });
  return found;
}
