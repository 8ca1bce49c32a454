import type { DeployEvent } from '@nx-kube/apply';
import type { ObjectRef } from '@nx-kube/kube';
import type { LocalEvent, ProcessStatus } from '@nx-kube/local';
import type { Issue } from '@nx-kube/manifests/checks';

import type { ErrorReport } from '../error.ts';

/** The stations of a run, in order; the first word of their lines. */
export type Step = 'check' | 'build' | 'cluster' | 'stack' | 'room' | 'images' | 'ingress' | 'smoke';

/** How to reach the stack from this machine. */
export interface Address {
  /** Address by the name of the Ingress, such as `http://todo.local`. */
  readonly url: string;
  /** Whether that address works here as it is. */
  readonly works: boolean;
  /** Line for the file of host names, when the name does not resolve to the node. */
  readonly hostsLine?: string;
  /** Command that leads a port of this machine there, which works without the name. */
  readonly forwardCommand: string;
}

/** What the plugin itself has to tell, besides the events of the engine. No event holds a secret value. */
export type OwnEvent =
  | {
      readonly type: 'failed';
      readonly ref: ObjectRef;
      readonly code: string;
      readonly because: string;
      readonly fix: string;
    }
  | {
      readonly type: 'step';
      readonly step: Step;
      readonly state: 'started' | 'note' | 'finished';
      readonly message: string;
    }
  | { readonly type: 'secret'; readonly key: string; readonly source: string; readonly host?: string }
  /** One object of a release, or one process of a local run: what `status` lists. */
  | {
      readonly type: 'object';
      readonly name: string;
      readonly state: string;
      readonly message: string;
      readonly process?: ProcessStatus;
    }
  /** What a container of a pod has printed. */
  | {
      readonly type: 'log';
      /** Short, for people: `backend-x7k2p`, `backend-x7k2p/migrate`. */
      readonly process: string;
      readonly pod: string;
      readonly container: string;
      /** ISO 8601 in UTC with nanoseconds, when the runtime read it. */
      readonly at: string;
      readonly line: string;
    }
  | DiagnosisEvent
  | { readonly type: 'note'; readonly kind: string; readonly message: string }
  /** One fault of an object, as `validate` finds them. */
  | ({ readonly type: 'issue'; readonly environment: string } & Issue)
  | {
      /** The last event of a run that was not stopped by an error; takes the place of the engine's own summary. */
      readonly type: 'summary';
      readonly verb: string;
      readonly ok: boolean;
      readonly dryRun: boolean;
      readonly created: readonly string[];
      readonly updated: readonly string[];
      readonly pruned: readonly string[];
      /** What was not applied or did not get ready. */
      readonly failed: readonly string[];
      readonly unchanged: number;
      readonly interrupted: boolean;
      readonly seconds: number;
      readonly address?: Address;
    }
  | ({ readonly type: 'error' } & ErrorReport);

/** What a run on this machine tells besides the events of its supervisor. */
export type LocalRunEvent =
  /** All is ready. */
  | {
      readonly type: 'serving';
      readonly stack: string;
      /** The best first. */
      readonly urls: readonly string[];
      readonly seconds: number;
      readonly processes: number;
      /** Where the data lies. */
      readonly folder: string;
    }
  /** The same stack runs already. */
  | {
      readonly type: 'running';
      readonly stack: string;
      readonly mode: 'local' | 'watch';
      readonly pid: number;
      readonly urls: readonly string[];
      readonly ready: boolean;
      readonly startedAt: string;
      /** The workloads that run, where that is not the whole stack. */
      readonly only?: readonly string[];
    }
  /** The last event of a run that was told to end. */
  | {
      readonly type: 'stopped';
      readonly stack: string;
      readonly seconds: number;
      /** False where they are about to be deleted. */
      readonly dataStay?: false;
    };

/** Why an object is not ready. */
export interface DiagnosisEvent extends Omit<Extract<DeployEvent, { type: 'diagnosis' }>, 'seq' | 'elapsedMs'> {
  /** Where it is written in the typed source, relative to the workspace. */
  readonly source?: string;
  /** What is broken too, and may be why. */
  readonly after?: ObjectRef;
}

/** What the engine tells while it works; what it has to say of a diagnosis is ours too. */
export type EngineEvent = Exclude<DeployEvent, { type: 'summary' | 'diagnosis' }>;

/** Anything that a run reports; the form of `--output json`, one per line. `seq` counts from 1. */
export type RunEvent = (OwnEvent | EngineEvent | LocalRunEvent | LocalEvent) & {
  readonly seq: number;
  readonly elapsedMs: number;
};

/** Takes an event of ours, or one of the engine, whose number and time are replaced by those of the whole run. */
export type Emit = (event: OwnEvent | EngineEvent | LocalRunEvent | LocalEvent) => void;

/** Numbers and times the events of one run. `now` is monotonic milliseconds. */
export function numberEvents(sink: (event: RunEvent) => unknown, now: () => number): Emit {
  const begun = now();
  let seq = 0;
  return (event) => {
    seq += 1;
    sink({ ...event, seq, elapsedMs: Math.round(now() - begun) });
  };
}
