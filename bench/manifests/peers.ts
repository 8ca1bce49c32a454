import type { KubeObject } from '@nx-kube/kube';
import { ApiObject, App, Chart } from 'cdk8s';
import * as jsYaml from 'js-yaml';
import { stringify } from 'yaml';

/** Milliseconds that others take to write the same objects as YAML, once each. They get them evaluated. */
export function peers(objects: readonly KubeObject[]): Readonly<Record<'cdk8s' | 'yaml' | 'jsYaml', number>> {
  return {
    cdk8s: once(() => {
      const app = new App();
      const chart = new Chart(app, 'mixed');
      const made = objects.map((object, at) => new ApiObject(chart, `object-${at}`, { ...object }));
      if (made.length > 0) app.synthYaml();
    }),
    yaml: once(() => objects.map((object) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 }))),
    jsYaml: once(() => objects.map((object) => jsYaml.dump(object, { noRefs: true, lineWidth: -1 }))),
  };
}

function once(work: () => unknown): number {
  const began = performance.now();
  work();
  return Math.round(performance.now() - began);
}
