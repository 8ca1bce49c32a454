import { isUtf8 } from 'node:buffer';

import type { KubeObject } from '@nx-kube/kube';
import type { Faults } from '../without-cluster/faults.ts';

/** Finds what is no text in ConfigMaps and Secrets: variables and files of a plan are texts. */
export function checkTexts(objects: readonly KubeObject[], faults: Faults): void {
  for (const object of objects) {
    if (object.kind === 'ConfigMap' && object['binaryData']) faults.lost(object, 'binaryData');
    if (object.kind !== 'Secret') continue;
    for (const [key, text] of Object.entries(object['data'] ?? {})) {
      if (isUtf8(Buffer.from(String(text), 'base64'))) continue;
      faults.add(object, `data.${key}`, { rule: 'is no text', fix: 'write it as text, in base64 for one' });
    }
  }
}
