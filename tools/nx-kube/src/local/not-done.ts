import type { RunState } from '@nx-kube/local';

/** What a start was asked for. */
export interface Asked {
  readonly mode: RunState['mode'];
  readonly fresh: boolean;
  readonly port: number | undefined;
  readonly only: readonly string[] | undefined;
}

/** Something that a second start does not do, and what is so instead: one clause. */
export interface NotDone {
  /** As a person types it. */
  readonly what: string;
  readonly instead: string;
}

/** Whether more is asked for than that the stack runs. Pure. */
export function asksMore({ mode, fresh, port, only }: Asked): boolean {
  return mode === 'watch' || fresh || port !== undefined || only !== undefined;
}

/** What was asked for and is not so in a run that goes on already. Pure. */
export function notDone(asked: Asked, state: RunState): readonly NotDone[] {
  const { mode, fresh, port, only } = asked;
  const left: NotDone[] = [];
  if (mode === 'watch' && state.mode !== 'watch') {
    left.push({ what: 'watch', instead: 'it was started without, and takes up no change of a file' });
  }
  if (fresh) left.push({ what: '--fresh', instead: 'its database stays as it is' });
  if (port !== undefined && !portsOf(state).includes(port)) {
    left.push({ what: `--port ${port}`, instead: portOf(state) });
  }
  if (only !== undefined && !isRunningAlone(only, state)) {
    left.push({ what: `--only ${only.join(',')}`, instead: workloadsOf(state) });
  }
  return left;
}

function portsOf({ urls }: RunState): readonly number[] {
  return urls.map((url) => Number(new URL(url).port || 80));
}

function portOf(state: RunState): string {
  const [port] = portsOf(state);
  return port === undefined ? 'it has another one, or none yet' : `it serves at port ${port}`;
}

/** These, and the databases that they need, which come along. */
function isRunningAlone(only: readonly string[], { workloads }: RunState): boolean {
  if (workloads === undefined) return false;
  const isAsked = ({ name }: { readonly name: string }): boolean =>
    only.includes(name) || workloads.some(({ after }) => after.includes(name));
  return only.every((name) => workloads.some((one) => one.name === name)) && workloads.every(isAsked);
}

function workloadsOf({ workloads, leftOut = [] }: RunState): string {
  if (workloads === undefined) return 'what it runs is not known yet';
  const names = workloads.map(({ name }) => name).join(', ');
  return leftOut.length === 0 ? `all of it runs: ${names}` : `these run: ${names}`;
}
