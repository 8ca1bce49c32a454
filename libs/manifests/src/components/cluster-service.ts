import type { OpenService } from './open.ts';
import { labelsOf, metadata, type StackScope } from './scope.ts';

/** A port of a Service, and the port of the same name in the pods behind it. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
}

/** The address of a component inside of the cluster; its pods name the port alike. */
export function clusterService(
  scope: StackScope,
  { name, component, port }: { name: string; component: string; port: ServicePort },
): OpenService {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(scope, name, component),
    spec: {
      type: 'ClusterIP',
      selector: { ...labelsOf(scope, component) },
      ports: [{ name: port.name, port: port.port, targetPort: port.name }],
    },
  };
}
