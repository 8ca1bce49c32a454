import type { Constraint } from './constraints.ts';

/** The part of Nx's project graph that the rules look at. */
export interface Graph {
  readonly nodes: Readonly<Record<string, { readonly data: { readonly tags?: readonly string[] } }>>;
  readonly dependencies: Readonly<Record<string, readonly { readonly target: string; readonly type: string }[]>>;
}

/**
 * Every import that the constraints forbid, and every project that no constraint covers; an empty list is a clean
 * workspace. Implicit dependencies order tasks and are no imports, so they are not judged.
 */
export function violations(graph: Graph, constraints: readonly Constraint[]): readonly string[] {
  const found: string[] = [];
  for (const [name, node] of Object.entries(graph.nodes)) {
    const constraint = constraints.find(({ tag }) => node.data.tags?.includes(tag));
    if (!constraint) {
      found.push(`${name} has no known type: give it one of ${constraints.map(({ tag }) => tag).join(', ')}`);
      continue;
    }
    for (const { target, type } of graph.dependencies[name] ?? []) {
      const tags = graph.nodes[target]?.data.tags;
      if (type === 'implicit' || !tags) continue;
      if (tags.some((tag) => constraint.mayUse.includes(tag))) continue;
      found.push(`${name} (${constraint.tag}) must not import ${target} (${tags.join(', ')})`);
    }
  }
  return found;
}
