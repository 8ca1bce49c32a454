/** What a target depends on besides other targets: as in nx.json, not checked again. */
export type TargetInput = string | Readonly<Record<string, unknown>>;

/** A target as the graph has it, defaults filled in. */
export interface Target {
  readonly inputs?: readonly TargetInput[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** As much of Nx's project graph as watching needs. */
export interface ProjectGraph {
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly data: {
          /** Relative to the workspace, with `/`. */
          readonly root: string;
          readonly targets?: Readonly<Record<string, Target>>;
          readonly namedInputs?: Readonly<Record<string, readonly TargetInput[]>>;
        };
      }
    >
  >;
  readonly dependencies: Readonly<Record<string, readonly { readonly target: string; readonly type: string }[]>>;
}

/** A workspace as Nx sees it at one moment. */
export interface Workspace {
  readonly graph: ProjectGraph;
  /** Of nx.json. */
  readonly namedInputs: Readonly<Record<string, readonly TargetInput[]>>;
}

/** A target of a project, if it has that one. */
export function targetOf({ graph }: Workspace, project: string, name: string): Target | undefined {
  return graph.nodes[project]?.data.targets?.[name];
}

/** The project that a file belongs to: the deepest whose folder it is in. Pure. */
export function projectOf({ graph }: Workspace, file: string): string | undefined {
  const around = Object.entries(graph.nodes).filter(([, { data }]) => file.startsWith(`${data.root}/`));
  const [deepest] = around.toSorted(([, a], [, b]) => b.data.root.length - a.data.root.length);
  return deepest?.[0];
}

/**
 * All projects whose code one uses, over any number of steps; not itself. An implicit dependency is no use of code: what deploys
 * an app is not made of it. Pure.
 */
export function dependenciesOf({ graph }: Workspace, project: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const { target, type } of graph.dependencies[name] ?? []) {
      if (type === 'implicit' || target === project || found.has(target) || graph.nodes[target] === undefined) continue;
      found.add(target);
      visit(target);
    }
  };
  visit(project);
  return found;
}
