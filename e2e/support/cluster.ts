import { get } from 'node:http';
import { check, run, type Outcome } from './run.ts';

/** A live object, as `kubectl -o json` prints it; tests look at what they know to be there. */
export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly containers?: readonly { readonly image: string }[] };
  readonly data?: Readonly<Record<string, string>>;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly lastTransitionTime: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly restartCount: number;
      readonly ready: boolean;
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

/** The kinds that a release of ours can hold. */
const RELEASE_KINDS =
  'deployments,statefulsets,services,configmaps,secrets,serviceaccounts,ingresses,poddisruptionbudgets,leases';

/** The cluster under test, by the name of its minikube profile. */
export class TestCluster {
  readonly profile: string;
  readonly namespace = 'todo-app';

  constructor(profile: string) {
    this.profile = profile;
  }

  kubectl(...args: string[]): Promise<string> {
    return check('kubectl', ['--context', this.profile, ...args]);
  }

  tryKubectl(...args: string[]): Promise<Outcome> {
    return run('kubectl', ['--context', this.profile, ...args]);
  }

  async list(kinds: string): Promise<readonly Live[]> {
    const text = await this.kubectl('-n', this.namespace, 'get', kinds, '-o', 'json');
    return (JSON.parse(text) as { items: Live[] }).items;
  }

  /** The pods of one component, those that are on their way out too. */
  async everyPod(component: string): Promise<readonly Live[]> {
    const text = await this.kubectl('-n', this.namespace, 'get', 'pods', '-l', `component=${component}`, '-o', 'json');
    return (JSON.parse(text) as { items: Live[] }).items;
  }

  /** The pods of one component that are there to stay, sorted by name: a draining one is on its way out. */
  async pods(component: string): Promise<readonly Live[]> {
    return (await this.everyPod(component))
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  }

  async podUids(component: string): Promise<readonly string[]> {
    return (await this.pods(component)).map((pod) => pod.metadata.uid).toSorted();
  }

  /** What tells whether anything was written: uid and resourceVersion of every object of the release. */
  async versions(): Promise<Readonly<Record<string, string>>> {
    const objects = await this.list(RELEASE_KINDS);
    return Object.fromEntries(
      objects.map(({ kind, metadata }) => [`${kind}/${metadata.name}`, `${metadata.uid}@${metadata.resourceVersion}`]),
    );
  }

  async ip(): Promise<string> {
    return (await check('minikube', ['--profile', this.profile, 'ip'])).trim();
  }

  /** GET through the ingress, by the host of the stack. */
  async fetch(path: string, host = 'todo.local'): Promise<{ readonly status: number; readonly body: string }> {
    const ip = await this.ip();
    return new Promise((resolve, reject) => {
      get({ host: ip, path, headers: { host }, timeout: 10_000 }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      }).on('error', reject);
    });
  }

  /** Waits for every pod of the stack; what is in the way is part of the error. */
  async waitReady(seconds: number): Promise<void> {
    const ready = ['wait', '--for=condition=ready', 'pod', '-l', 'app=todo-chatbot', `--timeout=${seconds}s`];
    const outcome = await this.tryKubectl('-n', this.namespace, ...ready);
    if (outcome.code !== 0) throw new Error(`${outcome.all}\n${await this.explain()}`);
  }

  private async explain(): Promise<string> {
    const asked = [
      ['get', 'pods,persistentvolumeclaims,persistentvolumes', '-o', 'wide'],
      ['get', 'events', '--sort-by=.lastTimestamp'],
      ['logs', '-l', 'app=todo-chatbot', '--all-containers', '--prefix', '--tail=15'],
    ];
    const told = await Promise.all(asked.map((args) => this.tryKubectl('-n', this.namespace, ...args)));
    return told.map(({ all }) => all).join('\n');
  }

  async deleteNamespace(): Promise<void> {
    await this.kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=true');
  }
}

/** The cluster that the environment names. */
export function testCluster(): TestCluster {
  const profile = process.env['E2E_PROFILE'];
  if (!profile) throw new Error('E2E_PROFILE is not set: name the running minikube profile to test on');
  return new TestCluster(profile);
}
