import { release } from 'node:os';

/** What decides; each has the value of this machine if absent. */
export interface RouteFacts {
  /** Driver of the profile. */
  readonly driver: string;
  readonly platform?: NodeJS.Platform;
  /** Kernel's release; that of WSL names Microsoft. */
  readonly kernel?: string;
  readonly dockerHost?: string | undefined;
  /** What the engine calls itself, such as `Docker Desktop 4.50`. */
  readonly dockerProduct?: string | undefined;
}

/**
 * Says whether programs on this machine reach the address of the node, so that the Ingress can be used without a tunnel
 * or port-forward. Containers are reachable only where the engine runs in this very kernel and network. Pure when all
 * facts are given.
 *
 * @see https://github.com/kubernetes/minikube/blob/master/pkg/minikube/driver/driver.go (NeedsPortForward)
 */
export function routable(facts: RouteFacts): boolean {
  const { driver, platform = process.platform, kernel = release() } = facts;
  const dockerHost = 'dockerHost' in facts ? facts.dockerHost : process.env['DOCKER_HOST'];
  if (driver === 'none' || driver === 'ssh') return true;
  if (driver === 'qemu' || driver === 'qemu2') return false; // its default network is the emulator's own
  if (driver !== 'docker' && driver !== 'podman') return true; // virtual machines have a bridge to the host
  if (platform !== 'linux' || /microsoft/i.test(kernel)) return false;
  if (/desktop/i.test(facts.dockerProduct ?? '')) return false;
  const local = dockerHost === undefined || dockerHost === '' || dockerHost.startsWith('unix://');
  return local && !(dockerHost ?? '').includes('/run/user/'); // rootless: a network of its own
}
