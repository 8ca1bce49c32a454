/** Container runtimes of a node that we can fill. */
export type NodeRuntime = 'docker' | 'containerd';

/** How to speak to the runtime inside of a node's container; commands as argument lists. */
export interface RuntimeCommands {
  /** Lists what is there. */
  readonly list: readonly string[];
  /** Takes a `docker save` archive on standard input. */
  readonly load: readonly string[];
  /** Reads the output of `list`. */
  readonly parse: (output: string) => Set<string>;
}

/** @see https://github.com/kubernetes-sigs/cri-tools/blob/master/docs/crictl.md */
export const RUNTIMES: Readonly<Record<NodeRuntime, RuntimeCommands>> = {
  docker: {
    list: ['docker', 'image', 'ls', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}}'],
    load: ['docker', 'load'],
    parse: parseDockerList,
  },
  containerd: {
    list: ['crictl', 'images', '-o', 'json'],
    // Kubernetes sees only this namespace of containerd.
    load: ['ctr', '-n', 'k8s.io', 'images', 'import', '--all-platforms=false', '-'],
    parse: parseCrictlList,
  },
};

/** The name that every runtime means: `backend:1` → `docker.io/library/backend:1`. Pure. */
export function fullName(reference: string): string {
  const parts = reference.split('/');
  const [first = ''] = parts;
  const hasRegistry = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  if (hasRegistry) return reference;
  return parts.length > 1 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

/** Reads lines `repository:tag`. Pure. */
export function parseDockerList(output: string): Set<string> {
  return new Set(
    output
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.includes('<none>'))
      .map(fullName),
  );
}

/** Reads `crictl images -o json`. Pure. */
export function parseCrictlList(output: string): Set<string> {
  const { images } = JSON.parse(output) as { images?: { repoTags?: string[] | null }[] | null };
  return new Set((images ?? []).flatMap(({ repoTags }) => repoTags ?? []).map(fullName));
}
