import type { Endpoints } from '../balance/endpoints.ts';
import { hold } from './hold.ts';
import type { Passage, Target } from './passage.ts';
import type { DoorProblem } from './problem.ts';

/** The endpoints that one request tries. */
export interface EndpointChoice {
  /** Gives an endpoint at once, or when there is one, or says why there was none in time. */
  take(give: (port: number) => void, fail: (problem: DoorProblem) => void): void;
  /** Nothing listens there any more, or not yet. */
  refuse(port: number): void;
  /** Nobody wants one any more. */
  cancel(): void;
}

/** What was refused is asked again this often: a process may listen before anybody says so. */
const ASK_AGAIN_MS = 50;

/** Endpoints of a Service in turn, and patience while there are none. */
export function chooseEndpoints({ service, endpoints }: Target, passage: Passage, deadline: number): EndpointChoice {
  const refused = new Set<number>();
  let cancel = (): void => undefined;
  const take: EndpointChoice['take'] = (give, fail) => {
    const port = passage.isClosing() ? undefined : pick(endpoints, refused);
    if (port !== undefined) {
      give(port);
      return;
    }
    if (passage.isClosing() || performance.now() >= deadline) {
      fail(problemOf(service, endpoints, passage));
      return;
    }
    const known = endpoints.all().length > 0;
    cancel = hold(
      {
        check: () => passage.isClosing() || endpoints.all().length > 0,
        watch: (changed) => both(endpoints.watch(changed), passage.watch(changed)),
        deadline,
        ...(known ? { everyMs: ASK_AGAIN_MS } : {}),
      },
      () => {
        refused.clear();
        take(give, fail);
      },
    );
  };
  return { take, refuse: (port) => void refused.add(port), cancel: () => cancel() };
}

function pick(endpoints: Endpoints, refused: ReadonlySet<number>): number | undefined {
  for (let left = endpoints.all().length; left > 0; left -= 1) {
    const port = endpoints.next();
    if (port !== undefined && !refused.has(port)) return port;
  }
  return undefined;
}

function problemOf(service: string, endpoints: Endpoints, passage: Passage): DoorProblem {
  if (passage.isClosing()) return { type: 'closing' };
  if (endpoints.all().length > 0)
    return { type: 'gateway', service, because: `the processes of Service ${service} refuse connections` };
  return { type: endpoints.seen() ? 'unready' : 'starting', service, because: endpoints.because() };
}

function both(one: () => void, other: () => void): () => void {
  return () => {
    one();
    other();
  };
}
