import { posix } from 'node:path';

import { dependenciesOf, projectOf, type TargetInput, targetOf, type Workspace } from './workspace.ts';

/** What Nx assumes where a target names no inputs. */
const USUAL: readonly TargetInput[] = ['default', '^default'];

/** Files whose change may be one of the packages below `node_modules`, which nobody watches. */
const PACKAGES = new Set(['package.json', 'package-lock.json']);

/**
 * Whether a file is among the inputs of a target, so that what the target makes may become another one. The rules are Nx's own;
 * inputs that are no files (variables, programs, outputs of other tasks) are left out. Pure.
 *
 * @param file relative to the workspace, with `/`
 * @returns false where the project has no such target
 * @see https://nx.dev/docs/reference/inputs
 */
export function isInputOf(workspace: Workspace, file: string, project: string, targetName: string): boolean {
  const target = targetOf(workspace, project, targetName);
  if (target === undefined) return false;
  if (PACKAGES.has(file)) return true;
  return (target.inputs ?? USUAL).some((input) => holds(workspace, file, project, input));
}

function holds(workspace: Workspace, file: string, project: string, input: TargetInput): boolean {
  if (typeof input === 'string') {
    if (input.startsWith('^')) return ofDependency(workspace, file, project, input.slice(1));
    return matches(workspace, file, project, [input]);
  }
  const { input: name, projects, dependencies } = input;
  if (typeof name !== 'string') return false;
  if (dependencies === true) return ofDependency(workspace, file, project, name);
  const named = (Array.isArray(projects) ? projects : [projects]) as readonly unknown[];
  return named.some((each) => typeof each === 'string' && matches(workspace, file, each, [name]));
}

function ofDependency(workspace: Workspace, file: string, project: string, name: string): boolean {
  const owner = projectOf(workspace, file);
  const among = owner !== undefined && dependenciesOf(workspace, project).has(owner);
  return among && matches(workspace, file, owner, [name]);
}

/** Some pattern takes the file and none of those with `!` excludes it; below the folder of a project, its own files alone. */
function matches(workspace: Workspace, file: string, project: string, inputs: readonly TargetInput[]): boolean {
  const root = workspace.graph.nodes[project]?.data.root;
  if (root === undefined) return false;
  const own = projectOf(workspace, file) === project;
  const patterns = expand(workspace, project, inputs);
  const hit = (pattern: string): boolean =>
    (own || !pattern.includes('{projectRoot}')) &&
    posix.matchesGlob(file, pattern.replace(/^!/, '').replace('{projectRoot}', root).replace('{workspaceRoot}/', ''));
  return (
    patterns.some((each) => !isExclusion(each) && hit(each)) && !patterns.some((each) => isExclusion(each) && hit(each))
  );
}

/** Replaces the names of inputs by what they stand for. */
function expand(workspace: Workspace, project: string, inputs: readonly TargetInput[]): readonly string[] {
  const named = { ...workspace.namedInputs, ...workspace.graph.nodes[project]?.data.namedInputs };
  return inputs.flatMap((input) => {
    if (typeof input !== 'string') return typeof input['fileset'] === 'string' ? [input['fileset']] : [];
    const meant = named[input];
    if (meant !== undefined) return expand(workspace, project, meant);
    if (input === 'default') return ['{projectRoot}/**/*'];
    return input.includes('{') ? [input] : [];
  });
}

function isExclusion(pattern: string): boolean {
  return pattern.startsWith('!');
}
