import type { Templated } from '@nx-kube/manifests';

/** An object with holes for the values. */
export type ObjectTree = Templated<{ readonly apiVersion: string; readonly kind: string }>;
