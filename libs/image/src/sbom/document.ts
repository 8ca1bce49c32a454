import { createHash } from 'node:crypto';

import { compareText } from '../entries.ts';
import type { ImageReference } from '../reference.ts';
import { componentRef, type Component } from './component.ts';

/** A bill of materials. @see https://cyclonedx.org/docs/1.6/json/ */
export interface SbomDocument {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly components: readonly Component[];
  readonly [field: string]: unknown;
}

/**
 * The bill of materials of one image. Pure, and without a time or a random number: same content, same document.
 *
 * @param components what the project put in, and what its bases have; each once in the document
 */
export function sbomOf({ ref, digest }: ImageReference, components: readonly Component[]): SbomDocument {
  const [name = ref, version = ''] = ref.split(/:(?=[^/:]*$)/);
  const byRef = new Map(components.map((component) => [componentRef(component), component]));
  const sorted = [...byRef].sort(([a], [b]) => compareText(a, b));
  const body = {
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      tools: { components: [{ type: 'application', name: 'nx-kube' }] },
      component: { type: 'container', 'bom-ref': ref, name, version },
      properties: [{ name: 'nx-kube:context-digest', value: digest }],
    },
    components: sorted.map(([own, component]) => ({ 'bom-ref': own, ...component })),
    dependencies: [{ ref, dependsOn: sorted.map(([own]) => own) }],
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(body),
    ...body,
  };
}

/** Another one for every other content, as the specification wants, in the form of a UUID of version 8. */
function serialNumber(body: object): string {
  const hex = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
