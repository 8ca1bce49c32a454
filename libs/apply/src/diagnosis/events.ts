import type { KubeObject } from '@nx-kube/kube';
import { textIn } from '../fields.ts';
import type { DiagnosisCode, Finding } from './diagnosis.ts';

const PROBES: Readonly<Record<string, DiagnosisCode>> = {
  Startup: 'PROBE_STARTUP',
  Liveness: 'PROBE_LIVENESS',
  Readiness: 'PROBE_READINESS',
};

function probeFix(message: string): string {
  if (/connection refused/.test(message)) return 'does it listen on 0.0.0.0 and on the port of the probe?';
  if (/statuscode: 404/.test(message)) return 'correct the path of the probe: the service has no such route';
  if (/deadline exceeded|timeout/i.test(message))
    return 'the route answers too late: raise timeoutSeconds, or make it fast';
  return 'the container answers, and says that it is not ready: its log tells why';
}

/** What the newest telling event of a pod says: a failing probe, or a volume that can't be mounted. */
export function podEventFinding(events: readonly KubeObject[], pod: string, object: string): Finding | undefined {
  for (const event of events.toReversed()) {
    const [reason, message] = [textIn(event, 'reason'), textIn(event, 'message')];
    const probe = /^(Startup|Liveness|Readiness) probe (?:failed|errored)/.exec(message)?.[1];
    if (reason === 'Unhealthy' && probe) {
      const container = /\{(.+)\}/.exec(
        textIn(event['involvedObject'] as Readonly<Record<string, unknown>>, 'fieldPath'),
      )?.[1];
      const log = container ? { log: { pod, container, previous: false } } : {};
      const code = PROBES[probe] ?? 'NOT_READY';
      return { code, object, because: message.trim(), fix: probeFix(message), graceSeconds: 90, ...log };
    }
    if (reason === 'FailedMount' || reason === 'FailedAttachVolume') {
      const missing = /(secret|configmap) "[^"]*" not found|references non-existent/i.test(message);
      const fix = missing
        ? 'add the object or the key to the stack, or correct its name'
        : 'look at the volume and its claim';
      return {
        code: missing ? 'CONFIG_MISSING' : 'VOLUME',
        object,
        because: message,
        fix,
        graceSeconds: missing ? 10 : 60,
      };
    }
  }
  return undefined;
}

/** Why a controller can't even create its pods, from its condition or its FailedCreate event. */
export function creationFinding(message: string, object: string): Finding {
  const because = message.replace(/^.*?: pods? "[^"]*" is forbidden: /, '');
  if (/violates PodSecurity/.test(message)) {
    const fix = 'make the pod meet the Pod Security level of its namespace; the message names each field';
    return { code: 'POD_SECURITY', object, because, fix, graceSeconds: 0 };
  }
  if (/exceeded quota/.test(message)) {
    return { code: 'QUOTA', object, because, fix: 'lower the requests, or raise the ResourceQuota', graceSeconds: 0 };
  }
  if (/serviceaccount .* not found/i.test(message)) {
    const fix = 'add the ServiceAccount to the stack, or correct its name';
    return { code: 'SERVICE_ACCOUNT_MISSING', object, because, fix, graceSeconds: 20 };
  }
  if (/admission webhook .* denied/.test(message)) {
    return { code: 'ADMISSION', object, because, fix: 'do what the webhook asks for', graceSeconds: 0 };
  }
  return { code: 'POD_NOT_CREATED', object, because, fix: 'the message names what refuses the pod', graceSeconds: 60 };
}
