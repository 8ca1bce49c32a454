import { execFileSync, spawnSync } from 'node:child_process';
import { median, record } from './record.ts';

/** Wall seconds of `nx run deploy:minikube` when nothing changed, and what the pods needed to get ready. */
const profile = process.env['E2E_PROFILE'] ?? 'minikube';
const rounds = 7;

interface Pod {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status: {
    readonly conditions: readonly { readonly type: string; readonly lastTransitionTime: string }[];
    readonly containerStatuses: readonly {
      readonly restartCount: number;
      readonly state: { readonly running?: { readonly startedAt: string } };
    }[];
  };
}

function deploy(): number {
  const began = performance.now();
  const args = ['nx', 'run', 'deploy:minikube', `--profile=${profile}`];
  const { status, stdout } = spawnSync('npx', args, { env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
  return Math.round(performance.now() - began) / 1000;
}

function pods(): unknown {
  const args = ['--context', profile, '-n', 'todo-app', 'get', 'pods', '-o', 'json'];
  const { items } = JSON.parse(execFileSync('kubectl', args, { encoding: 'utf8' })) as { items: Pod[] };
  return items.map(({ metadata, status }) => {
    const ready = status.conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
    const started = status.containerStatuses[0]?.state.running?.startedAt ?? '';
    return {
      pod: metadata.name,
      startToReadySeconds: (Date.parse(ready) - Date.parse(started)) / 1000,
      restarts: status.containerStatuses[0]?.restartCount,
    };
  });
}

const firstSeconds = deploy();
const unchangedSeconds = Array.from({ length: rounds }, deploy);
record(`deploy-${profile}`, `E2E_PROFILE=${profile} node bench/deploy.ts`, {
  firstSeconds,
  unchangedMedianSeconds: median(unchangedSeconds),
  unchangedSeconds,
  pods: pods(),
});
