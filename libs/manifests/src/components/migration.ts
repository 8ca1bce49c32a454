import { checkComponentName } from './component-name.ts';
import type { Env } from './env.ts';
import { job, type JobObjects, type JobOptions } from './job.ts';
import type { StackScope } from './scope.ts';

/** A change of the schema that must be done before the new version serves. */
export interface MigrationOptions extends JobOptions {
  readonly command: readonly string[];
}

/** One migration, to be run in one of two ways. */
export interface Migration extends JobObjects {
  /** As the first container of each pod of a service with the same image: `service(scope, { …, before })`. */
  readonly before: { readonly name: string; readonly command: readonly string[]; readonly env: Env };
}

/**
 * Brings a database's schema up to date. As `before` it runs in every pod ahead of the service, so that no version
 * serves on a schema it does not know: it must take a lock, and find nothing to do the second time. As
 * `serviceAccount` and `job` it runs once beside the service, which then waits for the schema by its readiness.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function migration(scope: StackScope, options: MigrationOptions): Migration {
  const { name, command, env = {} } = options;
  checkComponentName('migration', name);
  return { before: { name, command, env }, ...job(scope, options) };
}
