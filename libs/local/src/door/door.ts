import type { LocalRoute } from '@nx-kube/manifests/local';

import type { ServicePort } from '../balance/service-port.ts';

/** Options of {@link openDoor}. */
export interface DoorOptions {
  /** Exactly this port; 0 takes any free one. */
  readonly port?: number;
  /** Without `port`: the first free one from here on, 8080 if absent. */
  readonly first?: number;
  /** Names that are answered, the best first: `['todo.localhost', 'localhost', '127.0.0.1', '[::1]']`. */
  readonly hosts: readonly string[];
  /** How long a request waits for a ready endpoint, so that a restart is not seen; 10 seconds if absent. */
  readonly holdMs?: number;
  /**
   * Origin that what is behind the door believes to have, `http://todo.local`: requests are passed on in its name, so that what
   * is fixed to one address works through the door too. Rules for a host are then for nobody.
   */
  readonly guise?: string;
}

/** The one address of a local run: what the Ingress controller is in a cluster. */
export interface Door {
  readonly port: number;
  /** `http://todo.localhost:8080`, `http://localhost:8080`: of each name that is not an address. */
  readonly origins: readonly string[];
  /**
   * Says where paths lead; until then, requests wait. May be called again.
   *
   * @param address balancer of a port of a Service; undefined when this run does not have it
   */
  lead(routes: readonly LocalRoute[], address: (service: string, port: number) => ServicePort | undefined): void;
  /** Stops listening, lets what runs end within the grace, then cuts it. */
  close(graceMs: number): Promise<void>;
}
