/** One option as the user types it, without the two dashes: kebab-case. */
export interface OptionSpec {
  readonly type: 'string' | 'number' | 'boolean';
  /** One sentence for `--help` and the schema of the executor. */
  readonly describe: string;
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  /** The largest of the numbers, which are whole and above 0. */
  readonly most?: number;
}

/** A verb of the command line, and the executor of the same name. */
export interface VerbSpec {
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
}

const STACK: OptionSpec = {
  type: 'string',
  describe: 'Module that exports the stack, relative to the workspace.',
  default: 'deploy/stack.ts',
};
const NAMESPACE: OptionSpec = { type: 'string', describe: 'Namespace to use in place of the one in the values.' };
const ENVIRONMENT: OptionSpec = {
  type: 'string',
  describe: 'Environment of the stack whose values apply.',
  default: 'minikube',
};

const folder = (what: string, usual: string): OptionSpec => ({
  type: 'string',
  describe: `${what}, relative to the workspace; ${usual} if absent.`,
});

const OUTPUT = {
  output: {
    type: 'string',
    describe: 'text for people, json for one event per line.',
    default: 'text',
    choices: ['text', 'json'],
  },
  'output-file': {
    type: 'string',
    describe: 'File for the output in that form; the terminal then shows text.',
  },
} as const satisfies Record<string, OptionSpec>;

const CLUSTER = {
  profile: { type: 'string', describe: 'Profile of minikube; MINIKUBE_PROFILE or minikube if absent.' },
  context: {
    type: 'string',
    describe: "Context of the kubeconfig; must be the profile's own. The current context is never used.",
  },
  namespace: NAMESPACE,
  environment: ENVIRONMENT,
  stack: STACK,
} as const satisfies Record<string, OptionSpec>;

const TIMEOUT: OptionSpec = {
  type: 'number',
  describe: 'Seconds to wait for the cluster to reach the wanted state.',
  default: 300,
};

const NEW_PROFILE = {
  driver: { type: 'string', describe: 'Driver of a profile that has to be made.', default: 'docker' },
  runtime: {
    type: 'string',
    describe: 'Container runtime of a profile that has to be made.',
    default: 'docker',
    choices: ['docker', 'containerd'],
  },
  memory: { type: 'number', describe: 'Memory in MB of a profile that has to be made.', default: 4096 },
  cpus: { type: 'number', describe: 'Processors of a profile that has to be made.', default: 2 },
  'kubernetes-version': {
    type: 'string',
    describe: "Kubernetes of a profile that has to be made; minikube's own choice if absent.",
  },
} as const satisfies Record<string, OptionSpec>;

const HIGHEST_PORT = 65_535;

/** What a run on this machine can be told. */
const LOCAL = {
  only: {
    type: 'string',
    describe:
      'Workloads to run, with commas between them, such as backend,mcp; their databases come along. All if absent; refused while others run.',
  },
  fresh: {
    type: 'boolean',
    describe:
      'Begin with an empty database; the data so far is set aside, one generation of it; refused while the stack runs.',
    default: false,
  },
  port: {
    type: 'number',
    most: HIGHEST_PORT,
    describe:
      'Port of this machine to serve at; the first free one from 8080 if absent; refused while the stack runs at another.',
  },
  stack: STACK,
} as const satisfies Record<string, OptionSpec>;

/** Which run of the stack is meant: the one on this machine, or a release in a cluster. */
const PLACE = {
  ...CLUSTER,
  environment: {
    type: 'string',
    describe:
      'local for the run on this machine, else the environment of a release in a cluster; if absent, local while it runs, else minikube.',
  },
} as const satisfies Record<string, OptionSpec>;

/**
 * Every verb and option: the source of the parser, of `--help` and, by a test that compares them, of the schemas of the
 * executors.
 */
export const VERBS = {
  minikube: {
    summary: 'Build, load, apply and wait: from the sources to the running stack in minikube.',
    options: {
      ...CLUSTER,
      timeout: TIMEOUT,
      'dry-run': { type: 'boolean', describe: 'Print the plan and write nothing.', default: false },
      'allow-database-switch': {
        type: 'boolean',
        describe: "Move between the stack's own database and an external one without asking; no data moves along.",
        default: false,
      },
      'force-conflicts': {
        type: 'boolean',
        describe: 'Take fields over that another field manager owns.',
        default: false,
      },
      'allow-prune': {
        type: 'boolean',
        describe: 'Delete more objects at once than the guard against an empty stack lets through.',
        default: false,
      },
      ...NEW_PROFILE,
      ...OUTPUT,
    },
  },
  render: {
    summary: 'Write the manifests for people, one file per object, without secrets.',
    options: {
      environment: ENVIRONMENT,
      namespace: NAMESPACE,
      stack: STACK,
      'output-path': folder('Folder to write', 'dist/deploy/<environment>/k8s'),
    },
  },
  chart: {
    summary: 'Write the Helm chart, with the values of every environment.',
    options: {
      stack: STACK,
      'output-path': folder('Folder to write', 'dist/deploy/helm/<name of the stack>'),
    },
  },
  'chart-package': {
    summary: 'Write the Helm chart as one file for `helm install` and registries: the same sources, the same bytes.',
    options: {
      stack: STACK,
      'output-path': folder('Folder to write <name>-<version>.tgz into', 'dist/deploy/helm'),
    },
  },
  compose: {
    summary: 'Write compose.yaml, to run the stack without Kubernetes.',
    options: {
      environment: {
        type: 'string',
        describe: 'Environment of the stack whose values apply; the defaults alone if absent.',
      },
      stack: STACK,
      'output-path': folder('Folder to write compose.yaml into', 'dist/deploy'),
    },
  },
  kustomize: {
    summary: 'Write a Kustomize base and an overlay per environment, without secrets.',
    options: {
      stack: STACK,
      'output-path': folder('Folder to write', 'dist/deploy/kustomize'),
    },
  },
  validate: {
    summary: 'Check the manifests of every environment.',
    options: {
      environment: { type: 'string', describe: 'The only environment to check; all if absent.' },
      'kubernetes-version': {
        type: 'string',
        describe: 'Kubernetes to check against, such as 1.34; every one that the stack promises to run on if absent.',
      },
      stack: STACK,
      ...OUTPUT,
    },
  },
  local: {
    summary: 'Build and run the stack as processes of this machine, with a database of its own: no Docker, no cluster.',
    options: { ...LOCAL, ...OUTPUT },
  },
  watch: {
    summary: 'Run the stack for development: a saved file restarts what it affects, and pages reload themselves.',
    options: { ...LOCAL, ...OUTPUT },
  },
  status: {
    summary: 'Show what runs, on this machine or in the cluster, and whether it is ready.',
    options: { ...PLACE, ...OUTPUT },
  },
  logs: {
    summary: 'Show what the processes or pods print, in the order of time.',
    options: {
      ...PLACE,
      follow: { type: 'boolean', describe: 'Go on with what comes, until Ctrl-C.', default: false },
      tail: { type: 'number', describe: 'Last lines of each process; 50 if absent, and all of the time of --since.' },
      since: { type: 'string', describe: 'Only what is younger, such as 10m, 1h30m or a time in ISO 8601.' },
      only: {
        type: 'string',
        describe: 'Workloads, processes or pods, with commas between them, such as backend,mcp; all if absent.',
      },
      previous: {
        type: 'boolean',
        describe: 'In a cluster: what containers printed that ended and were started again since.',
        default: false,
      },
      ...OUTPUT,
    },
  },
  diagnose: {
    summary: 'Say why something does not work, with its last lines and what to do; or that everything is ready.',
    options: { ...PLACE, ...OUTPUT },
  },
  open: {
    summary: 'Open the browser at the address that works from this machine.',
    options: {
      ...PLACE,
      browser: { type: 'boolean', describe: 'Open the browser; --no-browser prints the address alone.', default: true },
      'port-forward': {
        type: 'boolean',
        describe: 'In a cluster: lead a port of this machine to it until Ctrl-C, by the routes of its Ingress.',
        default: false,
      },
      port: {
        type: 'number',
        most: HIGHEST_PORT,
        describe: 'Port for --port-forward; the first free one from 8080 if absent.',
      },
      ...OUTPUT,
    },
  },
  destroy: {
    summary: 'Delete the release, or stop the run on this machine; volumes, data and generated secrets stay.',
    options: {
      ...PLACE,
      'delete-data': {
        type: 'boolean',
        describe: 'Delete namespace, volumes and generated secrets too: all data of the stack is lost.',
        default: false,
      },
      ...OUTPUT,
    },
  },
} as const satisfies Record<string, VerbSpec>;

/** Name of a verb. */
export type Verb = keyof typeof VERBS;
