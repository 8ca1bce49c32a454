import { isInputOf } from './target-inputs.ts';
import { dependenciesOf, projectOf, type Workspace } from './workspace.ts';

/** Names of targets that watching knows. */
export const TARGETS = {
  build: 'build',
  develop: 'dev',
  worker: 'build-worker',
  types: 'typecheck',
  watch: 'watch',
} as const;

/** What there is to do about a change. */
export interface Impact {
  /** Projects to be built, or started, anew. */
  readonly rebuild: readonly string[];
  /** Projects whose types may be wrong or right now; the changed ones first. */
  readonly check: readonly string[];
  /** What the stack is evaluated from has changed. */
  readonly stack: boolean;
  /** The programs of this tool have changed, which run already. */
  readonly tool: boolean;
}

/** What is being watched. */
export interface Watched {
  /** Projects of the stack that have a program → the target whose inputs decide whether it is another one now. */
  readonly projects: ReadonlyMap<string, string>;
  /** Project and target that say what the run itself is made of. */
  readonly stack: { readonly project: string; readonly target: string };
}

/** Files that decide what a project is: after them the graph is another one. */
export function changesGraph(files: readonly string[]): boolean {
  return files.some((file) => /(^|\/)(package|project|nx)\.json$|(^|\/)Dockerfile$/.test(file));
}

/**
 * What follows from changed files, by the inputs of the targets. Pure.
 *
 * @param files relative to the workspace, with `/`
 */
export function judgeChange(files: readonly string[], workspace: Workspace, watched: Watched): Impact {
  const concerns = (project: string, target: string): boolean =>
    files.some((file) => isInputOf(workspace, file, project, target));
  const changed = new Set(files.flatMap((file) => projectOf(workspace, file) ?? []));
  const check = Object.keys(workspace.graph.nodes).filter((project) => concerns(project, TARGETS.types));
  const rank = (project: string): number => (changed.has(project) ? 0 : watched.projects.has(project) ? 1 : 2);
  const { project, target } = watched.stack;
  const evaluated = new Set([project, ...dependenciesOf(workspace, project)]);
  const run = files.filter((file) => isInputOf(workspace, file, project, target));
  // A file of no project may be a package that the stack imports.
  const isEvaluated = (file: string): boolean => evaluated.has(projectOf(workspace, file) ?? project);
  return {
    rebuild: Array.from(watched.projects)
      .filter(([project, target]) => concerns(project, target))
      .map(([project]) => project),
    check: check.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
    stack: run.some(isEvaluated),
    tool: !run.every(isEvaluated),
  };
}
