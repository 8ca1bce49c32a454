/** What `minikube start` tells while it works. */
export type StartStep =
  | {
      readonly type: 'step';
      /** Such as `Preparing Kubernetes`. */
      readonly name: string;
      readonly message: string;
      /** Grows from 0 to `total`; some steps are left out. */
      readonly current: number;
      readonly total: number;
    }
  /** `progress` from 0 to 1. */
  | { readonly type: 'download'; readonly artifact: string; readonly progress: number }
  | { readonly type: 'info' | 'warning'; readonly message: string };

/** An error as minikube words it. `name` is from its own list, such as `RSRC_DOCKER_STORAGE`; texts may be empty. */
export interface MinikubeFailure {
  readonly name: string;
  readonly message: string;
  readonly advice: string;
  readonly url: string;
  readonly exitCode: number;
}

interface CloudEvent {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/**
 * Reads one line of `minikube start -o json` (CloudEvents 1.0). Pure.
 *
 * @returns `undefined` for lines that are no event, and for events that say nothing
 * @see https://minikube.sigs.k8s.io/docs/contrib/json_output/
 */
export function parseEvent(line: string): StartStep | ({ type: 'error' } & MinikubeFailure) | undefined {
  const event = parseLine(line);
  const data = event?.data ?? {};
  const message = data['message'] ?? '';
  switch (event?.type?.replace('io.k8s.sigs.minikube.', '')) {
    case 'step':
      return { type: 'step', name: data['name'] ?? '', message, ...position(data) };
    case 'download':
      return { type: 'download', artifact: data['artifact'] ?? '', progress: 0 };
    case 'download.progress':
      return { type: 'download', artifact: data['artifact'] ?? '', progress: toNumber(data['progress']) };
    case 'info':
      return { type: 'info', message };
    case 'warning':
      return { type: 'warning', message };
    case 'error':
      return { type: 'error', ...failure(data) };
    default:
      return undefined;
  }
}

function parseLine(line: string): CloudEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as CloudEvent;
  } catch {
    return undefined;
  }
}

/** Detours have an empty or unknown number. */
function position(data: Readonly<Record<string, string>>): { current: number; total: number } {
  return { current: toNumber(data['currentstep']), total: toNumber(data['totalsteps']) };
}

function failure(data: Readonly<Record<string, string>>): MinikubeFailure {
  const { name = '', message = '', advice = '', url = '' } = data;
  return { name, message, advice, url, exitCode: toNumber(data['exitcode']) };
}

function toNumber(text: string | undefined): number {
  const value = Number(text ?? '');
  return Number.isFinite(value) ? value : 0;
}
