import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadByMinikube, loadIntoNode } from '@nx-kube/image';
import type { NodeRuntime } from '@nx-kube/image';
import { MinikubeError, checkMinikube, ensureIngress, findProfile, minikubeIp, startProfile } from '@nx-kube/minikube';
import type { StartStep } from '@nx-kube/minikube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { check, run } from '../support/run.ts';
import { docker, imageWorkspace } from './workspace.ts';

/** Contexts of these clusters go to a file of their own: other tests use the user's. */
const folder = mkdtempSync(join(tmpdir(), 'minikube-e2e-'));
const before = process.env['KUBECONFIG'];
beforeAll(() => void (process.env['KUBECONFIG'] = join(folder, 'kubeconfig')));
afterAll(() => {
  if (before === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = before;
  rmSync(folder, { recursive: true });
});

test('minikube is new enough', async () => {
  expect(await checkMinikube()).toMatch(/^v1\./);
});

test('a profile that nobody made is absent', async () => {
  expect(await findProfile({ profile: 'nobody-made-this' })).toBeUndefined();
});

test('a start that minikube refuses is explained in its own words', async () => {
  const request = startProfile({ name: 'e2e-refused', driver: 'docker', runtime: 'no-such-runtime' });
  const because = expect.stringContaining('no-such-runtime') as unknown;
  await expect(request).rejects.toBeInstanceOf(MinikubeError);
  await expect(request).rejects.toMatchObject({ code: 'START_FAILED', because });
  expect(await findProfile({ profile: 'e2e-refused' })).toBeUndefined();
});

test('MINIKUBE_MISSING when there is no such program', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = folder;
  try {
    await expect(checkMinikube()).rejects.toMatchObject({ code: 'MINIKUBE_MISSING' });
  } finally {
    process.env['PATH'] = path;
  }
});

describe.each<NodeRuntime>(['docker', 'containerd'])('with the runtime %s', (runtime) => {
  const name = `e2e-images-${runtime}`;
  const steps: StartStep[] = [];
  const start = (): ReturnType<typeof startProfile> =>
    startProfile({ name, driver: 'docker', runtime, memoryMb: 3072, onStep: (step) => void steps.push(step) });

  beforeAll(async () => {
    await run('minikube', ['delete', '--profile', name]);
    await start();
  });
  afterAll(async () => void (await check('minikube', ['delete', '--profile', name])));

  test('a new profile runs, told its steps, and is found with what it is', async () => {
    const profile = await findProfile({ profile: name });
    expect(profile).toMatchObject({ name, driver: 'docker', runtime, status: 'Running', nodes: [name], context: name });
    expect(profile?.ip).toBe(await minikubeIp(name));
    const numbers = steps.flatMap((step) => (step.type === 'step' ? [step.current] : []));
    expect(Math.max(...numbers)).toBeGreaterThan(10);
  });

  test('a profile that runs is left alone', async () => {
    const began = performance.now();
    await start();
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test('an image is brought into the node, and the second time it is there', async () => {
    const { bundle, ensure, write } = await imageWorkspace();
    const first = await bundle();
    await ensure();
    await write({ 'app/main': 'B' });
    const second = await bundle();
    await ensure();
    const options = { node: name, runtime };
    expect(await loadIntoNode({ ...options, refs: [first.ref] })).toEqual({ loaded: [first.ref], present: [] });
    const both = [first.ref, second.ref];
    expect(await loadIntoNode({ ...options, refs: both })).toEqual({ loaded: [second.ref], present: [first.ref] });
    expect(await loadIntoNode({ ...options, refs: both })).toEqual({ loaded: [], present: both });
    expect(await docker('exec', name, 'crictl', 'images', '-q', second.ref)).not.toBe('');
  });

  test('an image that minikube loads is seen, and one that it fails to load is an error', async () => {
    const { bundle, ensure } = await imageWorkspace();
    const { ref } = await bundle();
    await ensure();
    expect(await loadByMinikube({ profile: name, refs: [ref] })).toEqual({ loaded: [ref], present: [] });
    expect(await loadByMinikube({ profile: name, refs: [ref] })).toEqual({ loaded: [], present: [ref] });
    const missing = loadByMinikube({ profile: name, refs: ['e2e-nobody-built-this:1'] });
    await expect(missing).rejects.toMatchObject({ code: 'LOAD_FAILED' });
  });

  test('an image that this machine does not have is named', async () => {
    const request = loadIntoNode({ node: name, runtime, refs: ['e2e-nobody-built-this:1'] });
    const because = expect.stringContaining('e2e-nobody-built-this:1') as unknown;
    await expect(request).rejects.toMatchObject({ code: 'IMAGE_MISSING', because });
  });

  test('an ingress class that the cluster has is taken as it is', async () => {
    expect(await ensureIngress({ profile: name, ingressClasses: ['nginx'] })).toEqual({ enabled: false });
  });

  test('a paused profile is unpaused, a stopped one is started again with its own runtime', async () => {
    await check('minikube', ['pause', '--profile', name]);
    expect(await findProfile({ profile: name })).toMatchObject({ status: 'Paused' });
    expect(await start()).toMatchObject({ status: 'Running' });
    await check('minikube', ['stop', '--profile', name]);
    expect(await findProfile({ profile: name })).toMatchObject({ status: 'Stopped' });
    const { bundle, ensure } = await imageWorkspace();
    const { ref } = await bundle();
    await ensure();
    await expect(loadIntoNode({ node: name, runtime, refs: [ref] })).rejects.toMatchObject({ code: 'NODE_STOPPED' });
    expect(await start()).toMatchObject({ status: 'Running', runtime });
    expect(await loadIntoNode({ node: name, runtime, refs: [ref] })).toMatchObject({ loaded: [ref] });
  });
});
