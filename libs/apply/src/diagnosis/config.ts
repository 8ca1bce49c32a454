import { findingAt, type ContainerState } from './container.ts';
import { ranks, type Finding } from './diagnosis.ts';

/**
 * Why a container can't be made from its configuration: a Secret, ConfigMap or key that is missing, a user that is
 * forbidden, a command that is not there. Pure.
 *
 * @see https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
 */
export function diagnoseConfig(container: ContainerState): Finding | undefined {
  const { waiting, pod } = container;
  if (!waiting) return undefined;
  const { reason, message } = waiting;
  const start = { code: 'CONTAINER_START', because: message || reason, terminal: false, graceSeconds: 15 };
  switch (reason) {
    case 'CreateContainerConfigError':
      return findingAt(container, { ...configError(message, pod.metadata.namespace ?? 'default'), rank: ranks.config });
    case 'CreateContainerError':
    case 'RunContainerError':
    case 'StartError':
    case 'PostStartHookError':
      return findingAt(container, { ...start, fix: startFix(message), rank: ranks.config });
    default:
      return undefined;
  }
}

type Parts = Pick<Finding, 'code' | 'because' | 'fix' | 'terminal'> & { graceSeconds?: number };

function configError(message: string, namespace: string): Parts {
  const object = /(secret|configmap) "([^"]+)" not found/i.exec(message);
  if (object) {
    const kind = object[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap';
    return {
      code: `${kind === 'Secret' ? 'SECRET' : 'CONFIG_MAP'}_MISSING`,
      because: `${kind} ${namespace}/${object[2]} does not exist, and the container needs it`,
      fix: `add that ${kind} to the stack, correct its name, or mark the reference optional`,
      terminal: false,
      graceSeconds: 10,
    };
  }
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/.exec(message);
  if (key) {
    return {
      code: 'KEY_MISSING',
      because: `${key[2]} ${key[3]} has no key ${key[1]}, and the container needs it`,
      fix: `add the key ${key[1]}, correct its name, or mark the reference optional`,
      terminal: false,
      graceSeconds: 10,
    };
  }
  if (/runAsNonRoot/.test(message)) {
    return {
      code: 'RUN_AS_ROOT',
      because: message,
      fix: 'set a numeric USER in the Dockerfile, or runAsUser in the securityContext',
      terminal: true,
    };
  }
  return {
    code: 'CONTAINER_CONFIG',
    because: message,
    fix: 'correct the container in the stack',
    terminal: false,
    graceSeconds: 20,
  };
}

function startFix(message: string): string {
  if (/executable file not found|no such file or directory/.test(message)) {
    return 'correct the command of the container: that program is not in the image';
  }
  if (/permission denied/.test(message)) return 'make the program executable, and readable for the user of the pod';
  return 'correct the command and the mounts of the container';
}
