import type { IService } from 'kubernetes-models/v1/Service';
import type { Templated } from '../hole/templated.ts';
import type { ComponentLabels, StackScope } from './scope.ts';

/** The address of a component inside of the cluster; its pods name the port alike. */
export function clusterService(
  scope: StackScope,
  { name, labels, port }: { name: string; labels: ComponentLabels; port: { name: string; port: number } },
): Templated<IService> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: scope.namespace, labels: { ...labels } },
    spec: {
      type: 'ClusterIP',
      selector: { ...labels },
      ports: [{ name: port.name, port: port.port, targetPort: port.name }],
    },
  };
}
