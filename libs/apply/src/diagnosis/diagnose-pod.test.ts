import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { diagnosePod } from './diagnose.ts';

const limits = { resources: { limits: { memory: '64Mi' }, requests: { memory: '64Mi' } } };
const startupProbe = { httpGet: { port: 8000, path: '/ready' } };

function podWith(status: object, spec: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'todo', uid: 'pod-uid' },
    spec: {
      restartPolicy: 'Always',
      containers: [{ name: 'web', image: 'web:1', startupProbe, ...limits }],
      initContainers: [{ name: 'migrate', image: 'web:1' }],
      ...spec,
    },
    status,
  };
}

function podWhose(container: object): KubeObject {
  return podWith({
    phase: 'Running',
    containerStatuses: [{ name: 'web', ready: false, restartCount: 0, ...container }],
  });
}

function podThatWaits(reason: string, message = ''): KubeObject {
  return podWhose({ state: { waiting: { reason, message } } });
}

function eventOf(reason: string, message: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'todo' },
    involvedObject: { uid: 'pod-uid', fieldPath: reason === 'FailedMount' ? undefined : 'spec.containers{web}' },
    reason,
    message,
  };
}

const quick = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' };
const late = { startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:00Z' };
const ended = (exitCode: number, times: object = quick, reason = 'Error'): object => ({
  terminated: { exitCode, reason, ...times },
});
const backOff = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } };

test.each([
  ['IMAGE_NEVER_PULL', 'ErrImageNeverPull', ''],
  ['IMAGE_NAME', 'InvalidImageName', ''],
  ['IMAGE_NOT_FOUND', 'ErrImagePull', 'manifest for web:1 not found: manifest unknown'],
  ['IMAGE_NOT_FOUND', 'ImagePullBackOff', 'pull access denied for web, repository does not exist'],
  ['IMAGE_PLATFORM', 'ErrImagePull', 'no matching manifest for linux/arm64 in the manifest list'],
])('%s is certain at once: %s %s', (code, reason, message) => {
  expect(diagnosePod(podThatWaits(reason, message), [])).toMatchObject([{ code, terminal: true }]);
});

test.each([
  ['IMAGE_AUTH', 'ErrImagePull', 'unauthorized: authentication required'],
  ['IMAGE_PULL', 'ErrImagePull', 'dial tcp: i/o timeout'],
  ['RATE_LIMIT', 'ImagePullBackOff', 'toomanyrequests: You have reached your pull rate limit'],
  ['SECRET_MISSING', 'CreateContainerConfigError', 'secret "todo-secrets" not found'],
  ['CONFIG_MAP_MISSING', 'CreateContainerConfigError', 'configmap "todo-config" not found'],
  ['KEY_MISSING', 'CreateContainerConfigError', "couldn't find key A in Secret todo/todo-secrets"],
  ['CONTAINER_START', 'RunContainerError', 'exec: "/nope": no such file or directory'],
])('%s is suspected, and certain after a while: %s %s', (code, reason, message) => {
  const [finding] = diagnosePod(podThatWaits(reason, message), []);
  expect(finding).toMatchObject({ code, terminal: false });
  expect(finding?.graceSeconds).toBeGreaterThan(0);
});

test.each([
  ['suspected', 'it ended once', { state: ended(1) }, false],
  ['suspected', 'it was started again once', { restartCount: 1, state: { running: {} }, lastState: ended(1) }, false],
  [
    'suspected',
    'it runs again, whatever was before',
    { restartCount: 5, state: { running: {} }, lastState: ended(1) },
    false,
  ],
  ['suspected', 'it ended once more, but late', { restartCount: 1, state: backOff, lastState: ended(1, late) }, false],
  ['certain', 'it ended twice, quickly', { restartCount: 1, state: backOff, lastState: ended(1) }, true],
  ['certain', 'it ended twice alike', { restartCount: 1, state: ended(1), lastState: ended(1) }, true],
  ['certain', 'it was started again twice', { restartCount: 2, state: backOff, lastState: ended(1, late) }, true],
  ['certain', 'it ends by itself, twice', { restartCount: 1, state: backOff, lastState: ended(0) }, true],
])('a crash is %s when %s', (_, __, container, terminal) => {
  expect(diagnosePod(podWhose(container), [])).toMatchObject([{ code: 'CRASH', terminal }]);
});

test('a container that is ready again has not crashed', () => {
  const container = { ready: true, restartCount: 3, state: { running: {} }, lastState: ended(1) };
  expect(diagnosePod(podWhose(container), [])).toEqual([]);
});

test('the log of the run that ended is asked for: the previous one only when the next is under way', () => {
  const previous = (state: object): boolean | undefined =>
    diagnosePod(podWhose({ restartCount: 1, state, lastState: ended(1) }), [])[0]?.log?.previous;
  expect(previous({ running: {} })).toBe(true);
  expect(previous(backOff)).toBe(false);
});

test('a container over its memory limit is told apart from one that was killed', () => {
  const oom = diagnosePod(podWhose({ restartCount: 1, state: backOff, lastState: ended(137, quick, 'OOMKilled') }), []);
  expect(oom).toMatchObject([{ code: 'OOM', because: expect.stringContaining('64Mi') as string }]);
  expect(diagnosePod(podWhose({ restartCount: 1, state: backOff, lastState: ended(137) }), [])[0]?.code).toBe('CRASH');
});

test('an init container has codes of its own, and one that completed is fine', () => {
  const status = (state: object): object => ({
    phase: 'Pending',
    initContainerStatuses: [{ name: 'migrate', ready: false, restartCount: 0, state }],
  });
  const [finding] = diagnosePod(podWith(status(ended(1))), []);
  expect(finding).toMatchObject({ code: 'INIT_CRASH', object: 'Pod todo/web-1 (init container migrate)' });
  expect(diagnosePod(podWith(status(ended(0))), [])).toEqual([]);
  const [unpulled] = diagnosePod(podWith(status({ waiting: { reason: 'ErrImageNeverPull' } })), []);
  expect(unpulled?.code).toBe('INIT_IMAGE_NEVER_PULL');
});

test.each([
  ['UNSCHEDULABLE_MEMORY', '0/1 nodes are available: 1 Insufficient memory. preemption: none'],
  ['UNSCHEDULABLE_CPU', '0/1 nodes are available: 1 Insufficient cpu.'],
  ['UNSCHEDULABLE_TAINT', '0/1 nodes are available: 1 node(s) had untolerated taint {a: b}.'],
  ['UNSCHEDULABLE_SELECTOR', "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."],
  ['UNSCHEDULABLE_PORT', "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."],
  ['UNSCHEDULABLE_VOLUME', '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'],
  ['UNSCHEDULABLE', '0/1 nodes are available: something new.'],
])('%s comes from the words of the scheduler: %s', (code, message) => {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  expect(diagnosePod(podWith({ phase: 'Pending', conditions }), [])).toMatchObject([{ code, terminal: false }]);
});

test('what the pod asks for is named where that is the matter', () => {
  const message = '0/1 nodes are available: 1 Insufficient memory.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  expect(diagnosePod(podWith({ phase: 'Pending', conditions }), [])[0]?.because).toContain('64Mi memory');
});

test.each([
  ['PROBE_STARTUP', 'Startup probe failed: Get "http://10.0.0.1:8000/ready": connect: connection refused', '0.0.0.0'],
  ['PROBE_READINESS', 'Readiness probe failed: HTTP probe failed with statuscode: 404', 'path'],
  ['PROBE_LIVENESS', 'Liveness probe failed: context deadline exceeded', 'timeoutSeconds'],
])('%s comes from an event, and waits for the timeout: %s', (code, message, fix) => {
  const [finding] = diagnosePod(podWhose({ state: { running: {} } }), [eventOf('Unhealthy', message)]);
  expect(finding).toMatchObject({ code, terminal: false, fix: expect.stringContaining(fix) as string });
  expect(finding?.graceSeconds).toBeUndefined();
});

test('a container that its startup probe got killed did not crash', () => {
  const events = [
    eventOf('Unhealthy', 'Startup probe failed: connection refused'),
    eventOf('Killing', 'Container web failed startup probe, will be restarted'),
  ];
  const pod = podWhose({ restartCount: 2, state: { running: {} }, lastState: ended(137, late) });
  expect(diagnosePod(pod, events)).toMatchObject([{ code: 'PROBE_STARTUP', terminal: true }]);
});

test('a probe that failed before the container was ready is the past', () => {
  const event = eventOf('Unhealthy', 'Readiness probe failed: connection refused');
  expect(diagnosePod(podWhose({ ready: true, state: { running: {} } }), [event])).toEqual([]);
});

test('a volume that needs a missing Secret says which', () => {
  const event = eventOf('FailedMount', 'MountVolume.SetUp failed for volume "v" : secret "tls" not found');
  expect(diagnosePod(podWith({ phase: 'Pending' }), [event])).toMatchObject([
    { code: 'SECRET_MISSING', terminal: false },
  ]);
});

test('a pod that is being deleted has nothing wrong', () => {
  const pod = podThatWaits('ErrImageNeverPull');
  expect(diagnosePod({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'now' } }, [])).toEqual([]);
});
