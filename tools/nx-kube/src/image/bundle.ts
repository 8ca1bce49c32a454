import type { ExecutorContext } from '@nx/devkit';
import { type ImageReference, type Source, stageContext, writeSbom } from '@nx-kube/image';

import { readReferences } from '../stack/references.ts';
import { readBases } from './read-bases.ts';

/** Options of the executor `bundle`; see its schema. */
export interface BundleOptions {
  /** Each `from:to`. */
  readonly sources?: readonly string[];
  readonly repository?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly platform?: string;
}

/** The part of Nx's context that tells which project it is and what the others are. */
type BundleContext = Pick<ExecutorContext, 'root' | 'projectName' | 'projectsConfigurations'>;

/**
 * Stages one project: its sources by option or convention, its bases by the references that their own `bundle` wrote. Lists
 * what the image consists of beside its reference.
 *
 * @throws ImageError
 */
export async function bundleProject(options: BundleOptions, context: BundleContext): Promise<ImageReference> {
  const { root, projectName: project = '', projectsConfigurations } = context;
  const { sources, ...rest } = options;
  const { root: projectRoot = '.', targets } = projectsConfigurations.projects[project] ?? {};
  const bases = await readBases(project, context);
  const reference = await stageContext({
    root,
    project,
    projectRoot,
    sources: sources?.map(parseSource) ?? defaultSources(project, targets?.['build'] !== undefined),
    bases: await readReferences(root, bases),
    ...rest,
  });
  await writeSbom({ root, project, reference, bases });
  return reference;
}

/** What `build` made, at the top of the context; nothing but the Dockerfile for a project that has nothing to build. */
function defaultSources(project: string, builds: boolean): Source[] {
  return builds ? [{ from: `dist/apps/${project}`, to: '.' }] : [];
}

function parseSource(text: string): Source {
  const [from = '', to = '.'] = text.split(':');
  return { from, to };
}
