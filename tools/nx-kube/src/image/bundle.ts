import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ExecutorContext } from '@nx/devkit';
import { type ImageReference, parseBases, readImageReference, type Source, stageContext } from '@nx-kube/image';

/** Options of the executor `bundle`; see its schema. */
export interface BundleOptions {
  /** Each `from:to`. */
  readonly sources?: readonly string[];
  readonly repository?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly platform?: string;
}

/** The part of Nx's context that tells which project it is and what the others are. */
export type BundleContext = Pick<ExecutorContext, 'root' | 'projectName' | 'projectsConfigurations'>;

/**
 * Stages one project: its sources by option or convention, its bases by the references that their own `bundle` wrote.
 *
 * @throws ImageError
 */
export async function bundleProject(options: BundleOptions, context: BundleContext): Promise<ImageReference> {
  const { root, projectName: project = '', projectsConfigurations } = context;
  const { sources, ...rest } = options;
  const { projects } = projectsConfigurations;
  const projectRoot = projects[project]?.root ?? '.';
  const builds = projects[project]?.targets?.['build'] !== undefined;
  const bundled = new Set(
    Object.keys(projects).filter((name) => name !== project && projects[name]?.targets?.['bundle']),
  );
  return stageContext({
    root,
    project,
    projectRoot,
    sources: sources?.map(parseSource) ?? defaultSources(project, builds),
    bases: await readBases(root, join(root, projectRoot, 'Dockerfile'), bundled),
    ...rest,
  });
}

/** What `build` made, at the top of the context; nothing but the Dockerfile for a project that has nothing to build. */
export function defaultSources(project: string, builds: boolean): Source[] {
  return builds ? [{ from: `dist/apps/${project}`, to: '.' }] : [];
}

function parseSource(text: string): Source {
  const [from = '', to = '.'] = text.split(':');
  return { from, to };
}

async function readBases(
  root: string,
  dockerfile: string,
  projects: ReadonlySet<string>,
): Promise<Record<string, string>> {
  const text = await readFile(dockerfile, 'utf8').catch(() => ''); // stageContext says what is wrong with it
  const bases = parseBases(text, projects);
  const references = await Promise.all(bases.map((base) => readImageReference(root, base)));
  return Object.fromEntries(bases.map((base, index) => [base, references[index]?.ref ?? '']));
}
