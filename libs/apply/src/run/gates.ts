import { formatRef, refOf, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { listAt, stringAt } from '../json.ts';
import { groupKind } from '../phases.ts';
import type { Run } from './context.ts';
import { pause } from './pause.ts';
import { interrupted } from './wait-gone.ts';

const pollMilliseconds = 100;
const gateSeconds = 60;

/**
 * Waits until what comes later can work with an object: a namespace is Active, a definition is served. Other kinds have
 * no gate; waiting for a claim to be bound, say, would wait for the pod that comes after it.
 *
 * @throws ApplyError `GATE_TIMEOUT` after a minute
 */
export async function passGate(run: Run, object: KubeObject): Promise<void> {
  const ref = refOf(object);
  const kind = groupKind(ref);
  if (kind === 'Namespace') {
    await until(run, ref, 'it is not Active', (live) => stringAt(live, 'status', 'phase') === 'Active');
  }
  if (kind !== 'CustomResourceDefinition.apiextensions.k8s.io') return;
  await until(
    run,
    ref,
    'it is not Established',
    (live) => isTrue(live, 'Established') && isTrue(live, 'NamesAccepted'),
  );
  await untilServed(run, object);
}

async function until(run: Run, ref: ObjectRef, because: string, open: (live: KubeObject) => boolean): Promise<void> {
  const begun = run.now();
  for (;;) {
    const live = await run.cluster.get(ref);
    if (live && open(live)) return;
    await nextTry(run, ref, begun, because);
  }
}

/** Established is not yet served: discovery follows a moment later. */
async function untilServed(run: Run, definition: KubeObject): Promise<void> {
  const begun = run.now();
  const group = stringAt(definition, 'spec', 'group') ?? '';
  const kind = stringAt(definition, 'spec', 'names', 'kind') ?? '';
  for (const version of listAt(definition, 'spec', 'versions')) {
    if (version['served'] !== true) continue;
    while (!(await isServed(run, `${group}/${String(version['name'])}`, kind))) {
      await nextTry(run, refOf(definition), begun, 'the API server does not serve its kind');
    }
  }
}

async function isServed(run: Run, apiVersion: string, kind: string): Promise<boolean> {
  try {
    await run.cluster.resource(apiVersion, kind);
    return true;
  } catch (error) {
    if (error instanceof ApplyError && error.code === 'UNKNOWN_KIND') return false;
    throw error;
  }
}

async function nextTry(run: Run, ref: ObjectRef, begun: number, because: string): Promise<void> {
  const doing = `wait for ${formatRef(ref)}`;
  if (run.signal.aborted) throw interrupted(doing);
  if (run.now() - begun > gateSeconds * 1000) {
    throw new ApplyError('GATE_TIMEOUT', {
      doing,
      because: `${because} after ${gateSeconds} s`,
      fix: `look at \`kubectl describe\` of ${formatRef(ref)}, then run again`,
    });
  }
  await pause(pollMilliseconds, run.signal);
}

function isTrue(live: KubeObject, type: string): boolean {
  return listAt(live, 'status', 'conditions').some(
    (condition) => condition['type'] === type && condition['status'] === 'True',
  );
}
