import type { Container } from '@nx-kube/kube';

/** The number of a port that is given by its number or by the name that a container has for it. */
export function portOf(port: string | number | undefined, { ports = [] }: Container): number | undefined {
  if (typeof port !== 'string') return port;
  return ports.find(({ name }) => name === port)?.containerPort;
}
