import { fieldsAt, numberIn, textIn, type Fields } from '../fields.ts';
import type { Finding } from './diagnosis.ts';
import { imageProblem } from './image.ts';

/** A container status with the names that a report needs. */
export interface ContainerAt {
  readonly pod: string;
  /** Without the name of the container. */
  readonly podObject: string;
  readonly status: Fields;
  readonly init: boolean;
}

const EXIT_HINTS: Readonly<Record<number, string>> = {
  126: 'its command is not executable',
  127: 'its command is not there',
  134: 'it aborted',
  137: 'it was killed',
  139: 'it crashed with a segmentation fault',
  143: 'it was asked to stop',
};

/** What is wrong with one container; undefined while nothing is. */
export function containerFinding(at: ContainerAt): Finding | undefined {
  const waiting = fieldsAt(at.status, 'state', 'waiting');
  const [reason, message] = [textIn(waiting, 'reason'), textIn(waiting, 'message')];
  const object = `${at.podObject}, container ${textIn(at.status, 'name')}`;

  const image = imageProblem(reason, message, textIn(at.status, 'image'));
  if (image) return { object, ...image };
  if (reason === 'CreateContainerConfigError') {
    const fix = 'add the key to the Secret or ConfigMap of the stack, or correct the name where it is used';
    return { code: 'CONFIG_MISSING', object, because: message, fix, graceSeconds: 3 };
  }
  if (['CreateContainerError', 'RunContainerError', 'StartError', 'ContainerCannotRun'].includes(reason)) {
    const fix = "check the container's command, its mounts and its security context";
    return { code: 'CONTAINER_START', object, because: message || reason, fix, graceSeconds: 10 };
  }
  return crashFinding(at, object, reason);
}

function crashFinding(at: ContainerAt, object: string, waitingReason: string): Finding | undefined {
  const now = fieldsAt(at.status, 'state', 'terminated');
  const last = fieldsAt(at.status, 'lastState', 'terminated');
  const ended = Object.keys(now).length > 0 ? now : last;
  const exitCode = numberIn(ended, 'exitCode') ?? 0;
  const restarts = numberIn(at.status, 'restartCount') ?? 0;
  const running = Object.keys(fieldsAt(at.status, 'state', 'running')).length > 0;
  if (exitCode === 0 && waitingReason !== 'CrashLoopBackOff') return undefined;
  // A container that came back and is ready again is somebody's past.
  if (at.status['ready'] === true) return undefined;

  const log = { pod: at.pod, container: textIn(at.status, 'name'), previous: running };
  const twice = restarts >= 1 && !running;
  if (textIn(ended, 'reason') === 'OOMKilled') {
    const because = 'it needs more memory than its limit and was killed';
    const fix = 'raise resources.limits.memory, or find what it holds on to';
    return { code: 'OUT_OF_MEMORY', object, because, fix, graceSeconds: twice ? 0 : 20, log };
  }
  const hint = textIn(ended, 'message') || EXIT_HINTS[exitCode];
  const because = `it ended with exit code ${exitCode}${hint ? `: ${hint.trim()}` : ''}`;
  const fix = 'its last lines tell why; correct the program or its configuration and deploy again';
  return { code: at.init ? 'INIT_CRASH' : 'CRASH', object, because, fix, graceSeconds: twice ? 0 : 15, log };
}
