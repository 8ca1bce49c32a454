import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { ManifestError, type ManifestErrorCode, type ValueIssue } from '../error.ts';

/** Where a stack runs without a cluster. */
export interface Outside {
  readonly code: ManifestErrorCode;
  /** `Compose` */
  readonly name: string;
  /** What we are doing with a stack: `write stack shop for Compose`. */
  readonly doing: (stack: string) => string;
}

/** Collects what there are no words for without a cluster, so that all of it is said at once. */
export class Faults {
  readonly place: Outside;
  readonly #issues: ValueIssue[] = [];

  constructor(place: Outside) {
    this.place = place;
  }

  /** @param path in the object: `spec.template.spec.containers[0].env[1]` */
  add(object: KubeObject, path: string, fault: { rule: string; fix: string }): void {
    this.#issues.push({ path: `${formatRef(refOf(object))} ${path}`, ...fault });
  }

  /** For a field whose meaning would get lost. */
  lost(object: KubeObject, path: string): void {
    this.add(object, path, { rule: `has no counterpart in ${this.place.name}`, fix: 'leave it out with a value' });
  }

  /** @throws {ManifestError} with the code of the place */
  throwIfAny(stack: string): void {
    if (this.#issues.length === 0) return;
    const because = this.#issues.map(({ path, rule, fix }) => `${path} ${rule} (${fix})`).join('; ');
    const fix = 'change these objects, or leave them out with a value';
    const { code, doing } = this.place;
    throw new ManifestError(code, { doing: doing(stack), because, fix }, this.#issues);
  }
}
