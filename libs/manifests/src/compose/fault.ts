import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { ManifestError, type ValueIssue } from '../error.ts';

/** Collects what Compose has no words for, so that all of it is said at once. */
export class Faults {
  readonly #issues: ValueIssue[] = [];

  /** @param path in the object: `spec.template.spec.containers[0].env[1]` */
  add(object: KubeObject, path: string, fault: { rule: string; fix: string }): void {
    this.#issues.push({ path: `${formatRef(refOf(object))} ${path}`, ...fault });
  }

  /** @throws {ManifestError} `NOT_COMPOSE` */
  throwIfAny(stack: string): void {
    if (this.#issues.length === 0) return;
    const because = this.#issues.map(({ path, rule, fix }) => `${path} ${rule} (${fix})`).join('; ');
    const fix = 'change these objects, or leave them out with a value';
    throw new ManifestError('NOT_COMPOSE', { doing: `write stack ${stack} for Compose`, because, fix }, this.#issues);
  }
}
