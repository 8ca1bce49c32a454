import { checkNetwork } from './check-network-values.ts';
import { checkPodValues } from './check-pod-values.ts';
import { checkStorage } from './check-storage-values.ts';
import { checkWorkload } from './check-workload-values.ts';
import type { CheckedObject } from './checked-object.ts';
import type { Report } from './issue.ts';

/**
 * Values of the right type that the API server refuses all the same: numbers out of range, texts in the wrong form,
 * fields that exclude or need one another.
 */
export function checkValues(checked: CheckedObject, report: Report): void {
  checkPodValues(checked, report);
  checkWorkload(checked.object, report);
  checkNetwork(checked.object, report);
  checkStorage(checked.object, report);
}
