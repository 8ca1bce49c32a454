/** How a process is asked whether it has started, is ready, or is alive. Numbers as in Kubernetes, its defaults filled in. */
export interface LocalProbe {
  readonly check:
    | { readonly type: 'http'; readonly path: string; readonly port: number }
    | { readonly type: 'tcp'; readonly port: number }
    | { readonly type: 'exec'; readonly command: readonly string[] };
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** A port that a container listens on, and the variables that tell its program the number. */
export interface LocalPort {
  readonly name?: string;
  /** As the container has it; a process gets one of its own, in these variables. Without any, it keeps this one. */
  readonly port: number;
  readonly variables: readonly string[];
}

/** One container as a process to be. Paths and ports are those of the container. */
export interface LocalContainer {
  readonly name: string;
  /** Project that makes its image. */
  readonly project: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** All variables, with the texts of ConfigMaps and Secrets: never print it. */
  readonly env: Readonly<Record<string, string>>;
  /** The declared ones, and all that its probes and Services lead to. */
  readonly ports: readonly LocalPort[];
  readonly probes: {
    readonly startup?: LocalProbe;
    readonly readiness?: LocalProbe;
    readonly liveness?: LocalProbe;
  };
  /** Files of Secrets and ConfigMaps: where the container finds each, and its text. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Folders that it writes to; those with a claim outlive it. */
  readonly folders: readonly { readonly path: string; readonly claim?: string }[];
}

/** A Deployment, StatefulSet, Pod or Job. */
export interface LocalWorkload {
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'Pod' | 'Job';
  readonly replicas: number;
  /** How long its processes have to end after SIGTERM. */
  readonly graceSeconds: number;
  /** Run to their ends, in order, before the process starts. */
  readonly init: readonly LocalContainer[];
  readonly container: LocalContainer;
  /** StatefulSets whose addresses it is told: started, and ready, before it. */
  readonly after: readonly string[];
}

/** A Service: a host name that leads to the ready processes of a workload. */
export interface LocalService {
  readonly name: string;
  readonly workload: string;
  readonly ports: readonly { readonly port: number; readonly targetPort: number }[];
}

/** One path of an Ingress. */
export interface LocalRoute {
  /** Absent: every host that the front door answers to. */
  readonly host?: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix';
  readonly service: string;
  readonly port: number;
}

/** A stack as processes of one machine, read off its evaluated objects. Holds secrets: never print it. */
export interface LocalPlan {
  readonly stack: string;
  readonly workloads: readonly LocalWorkload[];
  readonly services: readonly LocalService[];
  readonly routes: readonly LocalRoute[];
  /** What a person opens: the path is asked of this Service to see that the whole works. */
  readonly smoke: { readonly service: string; readonly port: number; readonly path: string };
}
