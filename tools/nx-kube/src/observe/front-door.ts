import type { LocalProblem, RunState } from '@nx-kube/local';
import type { Stack } from '@nx-kube/manifests';

import { httpGet } from '../deploy/http-get.ts';
import { describeAnswer } from '../deploy/smoke.ts';
import type { World } from '../world.ts';

/**
 * Asks a run in which every process is ready whether the whole works. What a process that is ready has to complain of may
 * be why it does not: it takes a few failed probes until it no longer counts as ready.
 *
 * @returns empty when it does
 */
export async function askFrontDoor(
  { stack, urls, processes }: RunState,
  { path }: Stack['smoke'],
  { signal }: World,
): Promise<readonly LocalProblem[]> {
  const address = urls.at(-1);
  if (address === undefined) return [];
  const { host, port } = new URL(address);
  const url = `http://127.0.0.1:${port === '' ? 80 : port}${path}`;
  const answer = await httpGet(url, host, signal).catch((error: unknown) => error as Error);
  signal.throwIfAborted();
  if (!(answer instanceof Error) && answer.status === 200) return [];
  const said = answer instanceof Error ? answer.message : describeAnswer(answer);
  const suspects = processes.flatMap(({ process, state, because }) =>
    state === 'ready' && because !== undefined ? suspect(process, because) : [],
  );
  return [...suspects, smokeProblem(stack, `every process is ready, and GET ${path} says: ${said}`)];
}

function suspect(process: string, because: string): LocalProblem {
  const fix = 'see what it prints: npx nx-kube logs --follow';
  return {
    type: 'problem',
    process,
    code: 'PROBE',
    because: `it is ready, but at the moment ${because}`,
    logs: [],
    fix,
  };
}

function smokeProblem(stack: string, because: string): LocalProblem {
  const fix = 'see what the part that is not ok prints: npx nx-kube logs --since 5m';
  return { type: 'problem', process: stack, code: 'SMOKE', because, logs: [], fix };
}
