import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkout, type Checkout } from '../support/checkout.ts';
import { testCluster } from '../support/cluster.ts';
import { check, run, type Outcome } from '../support/run.ts';
import { start, type Started } from '../support/started.ts';
import { steadyRequests } from '../support/steady-requests.ts';

const cluster = testCluster();
const canary = 'canary-5c1f0e7a9b3d4d62a8f4-canary-5c1f0e7a';
const second = 'second-0d9b7f63c2a14e58b1c6-second-0d9b7f63';
const transcript: string[] = [];
let clone: Checkout;

async function deploy(env: Record<string, string> = {}, ...args: string[]): Promise<Outcome> {
  const outcome = await clone.npx(['nx', 'run', 'deploy:minikube', `--profile=${cluster.profile}`, ...args], env);
  transcript.push(outcome.all);
  return outcome;
}

async function nxKube(...args: string[]): Promise<Outcome> {
  const outcome = await clone.npx(['nx-kube', ...args]);
  transcript.push(outcome.all);
  return outcome;
}

const profile = (): string => `--profile=${cluster.profile}`;

/** A verb that goes on until it is interrupted. */
const startVerb = (...args: string[]): Started =>
  start(join(clone.folder, 'node_modules/.bin/nx-kube'), [...args, profile()], { cwd: clone.folder });

const images = async (): Promise<readonly string[]> =>
  (await check('docker', ['images', '--format', '{{.Repository}}:{{.Tag}}', '--filter', 'dangling=false']))
    .split('\n')
    .filter((name) => /^(frontend|backend|mcp|todo-postgres|node-base):/.test(name))
    .toSorted();

/** Nothing of an earlier run may remain: the namespace goes, with its volumes. */
beforeAll(async () => {
  await cluster.deleteNamespace();
  clone = await checkout('deploy');
});

afterAll(() => clone?.remove());

describe('the first deploy from a fresh clone', () => {
  test('ends well and says where the app is', async () => {
    const outcome = await deploy({ BETTER_AUTH_SECRET: canary });
    expect(outcome.all).toContain('http://');
    expect(outcome.code, outcome.all).toBe(0);
  });

  test('leaves two frontends, two backends and one mcp, all ready and never restarted', async () => {
    for (const [component, count] of [
      ['frontend', 2],
      ['backend', 2],
      ['mcp', 1],
      ['postgres', 1],
    ] as const) {
      const pods = await cluster.pods(component);
      expect(pods, component).toHaveLength(count);
      for (const pod of pods) {
        const [container] = pod.status?.containerStatuses ?? [];
        expect(container?.ready, pod.metadata.name).toBe(true);
        expect(container?.restartCount, pod.metadata.name).toBe(0);
      }
    }
  });

  test('satisfies the wait of the original plan', async () => {
    const pods = ['-l', 'app=todo-chatbot', '-n', cluster.namespace];
    const outcome = await cluster.tryKubectl('wait', '--for=condition=ready', 'pod', ...pods, '--timeout=60s');
    expect(outcome.code, outcome.all).toBe(0);
  });

  test('shows a page through the ingress with all parts live', async () => {
    for (const path of ['/sign-in', '/system']) {
      const page = await cluster.fetch(path);
      expect(page.status, path).toBe(200);
      expect(page.body).toContain('<html');
    }
    const status = await cluster.fetch('/status');
    expect(status.status, status.body).toBe(200);
    const parts = JSON.parse(status.body) as Record<string, { status: string }>;
    for (const part of ['frontend', 'backend', 'database', 'mcp']) expect(parts[part]?.status, part).toBe('ok');
  });

  test('routes /api to the backend', async () => {
    const answer = await cluster.fetch('/api/status');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ database: { status: 'ok' } });
    expect((await cluster.fetch('/api/somebody/tasks')).status).toBe(401);
  });

  test('routes /api/auth to the frontend, which publishes the keys that the backend verifies by', async () => {
    const keys = await cluster.fetch('/api/auth/jwks');
    expect(keys.status, keys.body).toBe(200);
    expect(JSON.parse(keys.body)).toMatchObject({ keys: [{ alg: 'EdDSA' }] });
  });

  test('shows nobody the metrics from outside', async () => {
    expect((await cluster.fetch('/metrics')).status).toBe(404);
  });
});

describe('the second run', () => {
  test('changes nothing and says so', async () => {
    const before = await cluster.versions();
    const pods = await cluster.podUids('backend');
    const outcome = await deploy();
    expect(outcome.code, outcome.all).toBe(0);
    expect(await cluster.versions()).toEqual(before);
    expect(await cluster.podUids('backend')).toEqual(pods);
    expect(outcome.all).toMatch(/nothing changed/i);
  });

  test('is the same through nx-kube, whose stdout is one JSON event a line', async () => {
    const before = await cluster.versions();
    const outcome = await nxKube('minikube', profile(), '--output=json');
    expect(outcome.code, outcome.all).toBe(0);
    const events = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(events.length).toBeGreaterThan(0);
    expect(events.at(-1)?.type).toBe('summary');
    expect(await cluster.versions()).toEqual(before);
  });

  test('as a dry run writes nothing and shows a change', async () => {
    const before = await cluster.versions();
    const outcome = await clone.npx(['nx-kube', 'minikube', profile(), '--dry-run'], { BETTER_AUTH_SECRET: second });
    transcript.push(outcome.all);
    expect(outcome.code, outcome.all).toBe(0);
    expect(outcome.all).toContain('todo-secrets');
    expect(await cluster.versions()).toEqual(before);
  });

  test('status names every workload and is content', async () => {
    const outcome = await nxKube('status', profile());
    expect(outcome.code, outcome.all).toBe(0);
    for (const name of ['frontend', 'backend', 'mcp', 'postgres']) expect(outcome.all).toContain(name);
  });
});

describe('looking at it', () => {
  test('diagnose finds nothing wrong', async () => {
    const outcome = await nxKube('diagnose', profile());
    expect(outcome.code, outcome.all).toBe(0);
    expect(outcome.all).toContain('everything is as it should be');
    expect(outcome.seconds).toBeLessThan(20);
  });

  test('logs shows every workload and its init container, in the order of time', async () => {
    const outcome = await nxKube('logs', profile(), '--tail=5', '--output=json');
    expect(outcome.code, outcome.all).toBe(0);
    const lines = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; pod?: string; container?: string; at?: string })
      .filter(({ type }) => type === 'log');
    const containers = new Set(lines.map(({ container }) => container));
    for (const name of ['frontend', 'backend', 'migrate', 'mcp', 'postgres']) expect(containers).toContain(name);
    const times = lines.map(({ at = '' }) => at);
    expect(times).toEqual(times.toSorted());
  });

  test('logs --follow goes on with the pod that takes the place of another, until Ctrl-C', async () => {
    const follow = startVerb('logs', '--follow', '--only=mcp', '--tail=1');
    const [old] = await cluster.pods('mcp');
    await follow.says(/^mcp-/m);
    await cluster.kubectl('-n', cluster.namespace, 'delete', 'pod', old?.metadata.name ?? '', '--wait=true');
    await cluster.waitReady(120);
    const [next] = await cluster.pods('mcp');
    const short = `mcp-${next?.metadata.name.split('-').at(-1)}`;
    await follow.says(new RegExp(`^${short} .*ready$`, 'm'));
    expect(await follow.interrupt(), follow.output()).toBe(0);
  });

  test('open says which line is missing in the file of host names', async () => {
    const outcome = await nxKube('open', profile(), '--no-browser');
    expect(outcome.code, outcome.all).toBe(1);
    expect(outcome.all).toContain(`${await cluster.ip()} todo.local`);
    expect(outcome.all).toContain('--port-forward');
  });

  test('open --port-forward leads to a page on which people can sign up, until Ctrl-C', async () => {
    const forward = startVerb('open', '--port-forward', '--no-browser');
    const [, url = ''] = await forward.says(/^open +(http:\/\/localhost:\d+)$/m);
    const page = await fetch(`${url}/sign-up`);
    expect(page.status).toBe(200);
    const account = { email: `e2e-${Date.now()}@example.com`, password: 'correct horse battery', name: 'E2E' };
    const signUp = (origin: string): Promise<Response> =>
      fetch(`${url}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify(account),
      });
    expect((await signUp('http://elsewhere.example')).status).toBe(403);
    const answer = await signUp(url);
    expect(answer.status).toBe(200);
    const cookie = answer.headers
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    expect((await fetch(url, { headers: { cookie }, redirect: 'manual' })).status).toBe(200);
    expect(await forward.interrupt(), forward.output()).toBe(0);
  });
});

describe('a change', () => {
  test('of one line in the backend builds one image and rolls one Deployment', async () => {
    const imagesBefore = await images();
    const others = ['frontend', 'mcp', 'postgres'];
    const uids = await Promise.all(others.map((name) => cluster.podUids(name)));
    const backend = await cluster.podUids('backend');
    // New in every run: what an earlier run built would be found by its content, and nothing would be made.
    clone.edit('apps/backend/src/main.ts', /$/, `\nglobalThis.process.title = 'backend-${Date.now()}';\n`);
    const requests = steadyRequests(await cluster.ip(), 'todo.local', ['/api/status', '/api/openapi.json']);
    const outcome = await deploy();
    expect(outcome.code, outcome.all).toBe(0);
    // The old pods still serve what is under way, and then end.
    await expect.poll(async () => (await cluster.everyPod('backend')).length, { timeout: 60_000 }).toBe(2);
    const { sent, failures } = await requests();
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThan(100);
    const made = (await images()).filter((name) => !imagesBefore.includes(name));
    expect(made).toHaveLength(1);
    expect(made[0]).toMatch(/^backend:[0-9a-f]{16}$/);
    expect(await Promise.all(others.map((name) => cluster.podUids(name)))).toEqual(uids);
    const rolled = await cluster.podUids('backend');
    expect(rolled.filter((uid) => backend.includes(uid))).toEqual([]);
  });

  test('taken back finds the earlier image and builds none', async () => {
    await clone.restore();
    const before = await images();
    const outcome = await deploy();
    expect(outcome.code, outcome.all).toBe(0);
    expect(await images()).toEqual(before);
  });

  test('of a secret rolls the workloads that use it and no other', async () => {
    const still = ['backend', 'mcp', 'postgres'];
    const uids = await Promise.all(still.map((name) => cluster.podUids(name)));
    const frontend = await cluster.podUids('frontend');
    const outcome = await deploy({ BETTER_AUTH_SECRET: second });
    expect(outcome.code, outcome.all).toBe(0);
    expect(await Promise.all(still.map((name) => cluster.podUids(name)))).toEqual(uids);
    expect((await cluster.podUids('frontend')).filter((uid) => frontend.includes(uid))).toEqual([]);
  });

  test('by hand is seen as drift and put right', async () => {
    await cluster.kubectl('-n', cluster.namespace, 'scale', 'deployment/mcp', '--replicas=2');
    const outcome = await deploy();
    expect(outcome.code, outcome.all).toBe(0);
    const replicas = await cluster.kubectl(
      '-n',
      cluster.namespace,
      'get',
      'deployment/mcp',
      '-o',
      'jsonpath={.spec.replicas}',
    );
    expect(replicas).toBe('1');
  });
});

describe('a failure', () => {
  test('of a service that crashes at start is named with its last lines, and the old pods keep serving', async () => {
    const serving = await cluster.podUids('backend');
    clone.edit('apps/backend/src/main.ts', /$/, "\nthrow new Error('planted crash of the end-to-end test');\n");
    const outcome = await deploy();
    const diagnosis = await nxKube('diagnose', profile());
    await clone.restore();
    expect(diagnosis.code, diagnosis.all).toBe(1);
    expect(diagnosis.all).toContain('planted crash of the end-to-end test');
    expect(diagnosis.all).toMatch(/ at +deploy\/\S+\.ts:\d+/);
    expect(outcome.code).not.toBe(0);
    expect(outcome.all).toContain('planted crash of the end-to-end test');
    expect(outcome.all).toContain('backend');
    expect(outcome.seconds).toBeLessThan(240);
    const left = await cluster.podUids('backend');
    expect(serving.every((uid) => left.includes(uid))).toBe(true);
    expect((await cluster.fetch('/status')).status).toBe(200);
    const repaired = await deploy();
    expect(repaired.code, repaired.all).toBe(0);
  });

  test('of a Dockerfile that does not build is found before the first write', async () => {
    const before = await cluster.versions();
    clone.edit('apps/mcp/Dockerfile', /CMD/, 'RUN ["node", "-e", "process.exit(7)"]\nCMD');
    const outcome = await deploy();
    await clone.restore();
    expect(outcome.code).not.toBe(0);
    expect(outcome.all).toContain('mcp');
    expect(await cluster.versions()).toEqual(before);
  });

  test('of a value of the wrong type names path, value and rule before the first write', async () => {
    const before = await cluster.versions();
    clone.edit('deploy/environments/minikube.ts', /replicas: \{[^}]*\}|\{\n/, (text: string) =>
      text.startsWith('replicas')
        ? "replicas: { frontend: 'two' as never }"
        : "{\n  replicas: { frontend: 'two' as never },\n",
    );
    const outcome = await deploy();
    await clone.restore();
    expect(outcome.code).not.toBe(0);
    expect(outcome.all).toContain('replicas.frontend');
    expect(await cluster.versions()).toEqual(before);
  });

  test.each([
    { what: 'an unknown option', args: ['minikube', '--no-such-option'], code: 2, says: 'no-such-option' },
    {
      what: 'a context that is not the profile',
      args: ['minikube', '--context=elsewhere'],
      code: 2,
      says: 'elsewhere',
    },
    { what: 'an unknown verb', args: ['minikub'], code: 2, says: 'minikube' },
  ])('of $what is a usage error', async ({ args, code, says }) => {
    const before = await cluster.versions();
    const outcome = await nxKube(...args, ...(args[0] === 'minikube' ? [profile()] : []));
    expect(outcome.code, outcome.all).toBe(code);
    expect(outcome.all).toContain(says);
    expect(await cluster.versions()).toEqual(before);
  });

  test('of Docker is said at once', async () => {
    const outcome = await clone.npx(['nx-kube', 'minikube', profile()], { DOCKER_HOST: 'tcp://127.0.0.1:9' });
    expect(outcome.code).toBe(1);
    expect(outcome.all).toMatch(/docker/i);
  });

  test('by Ctrl-C leaves a state from which the next run goes on', async () => {
    clone.edit('apps/mcp/src/main.ts', /$/, "\nglobalThis.process.title = 'todo-mcp-e2e';\n");
    const bin = join(clone.folder, 'node_modules/.bin');
    const outcome = await run(
      'bash',
      [
        '-c',
        `set -m; "${bin}/nx-kube" minikube ${profile()} & pid=$!; for i in $(seq 600); do sleep 0.1; ` +
          `kubectl --context ${cluster.profile} -n ${cluster.namespace} get lease nx-kube.todo-app >/dev/null 2>&1 && break; ` +
          `kill -0 $pid 2>/dev/null || break; done; kill -INT $pid; wait $pid`,
      ],
      { cwd: clone.folder, env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` } },
    );
    transcript.push(outcome.all);
    expect([0, 130], outcome.all).toContain(outcome.code);
    const next = await deploy();
    await clone.restore();
    expect(next.code, next.all).toBe(0);
  });
});

describe('destroy', () => {
  test('keeps namespace, volume and secrets, says so, and a later deploy reads the old data', async () => {
    await psql("CREATE TABLE e2e_kept AS SELECT 'still here' AS word");
    const outcome = await nxKube('destroy', profile());
    expect(outcome.code, outcome.all).toBe(0);
    expect(outcome.all).toMatch(/kept|keeps/i);
    expect(await cluster.list('deployments,statefulsets,services,ingresses')).toEqual([]);
    expect(await cluster.list('persistentvolumeclaims')).toHaveLength(1);
    const again = await deploy();
    expect(again.code, again.all).toBe(0);
    expect(await psql('SELECT word FROM e2e_kept')).toContain('still here');
    expect((await cluster.fetch('/status')).status).toBe(200);
  });

  test('with --delete-data leaves nothing', async () => {
    const outcome = await nxKube('destroy', profile(), '--delete-data');
    expect(outcome.code, outcome.all).toBe(0);
    const left = await cluster.tryKubectl('get', 'namespace', cluster.namespace);
    expect(left.code, left.all).not.toBe(0);
  });
});

describe('the manual kubectl way', () => {
  test('works by the lines at the top of the template', async () => {
    const render = await clone.npx(['nx', 'run', 'deploy:render']);
    expect(render.code, render.all).toBe(0);
    const folder = 'dist/deploy/minikube/k8s';
    const template = clone.read(`${folder}/secrets.yaml.template`);
    const lines = template
      .split('\n')
      .filter((line) => /^#\s+(?:\$ )?(?:kubectl|cp) /.test(line))
      .map((line) => line.replace(/^#\s+(?:\$ )?/, ''));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    const script = ['set -e'];
    for (const line of lines) {
      script.push(line);
      if (line.startsWith('cp ')) script.push(`node fill.mjs`);
    }
    writeFileSync(join(clone.folder, 'fill.mjs'), FILL);
    const kubeconfig = join(clone.folder, 'kubeconfig');
    writeFileSync(kubeconfig, await cluster.kubectl('config', 'view', '--raw', '--minify'));
    const outcome = await run('bash', ['-c', script.join('\n')], {
      cwd: clone.folder,
      env: { KUBECONFIG: kubeconfig },
    });
    expect(outcome.code, outcome.all).toBe(0);
    await cluster.waitReady(180);
    // Ready pods come a moment before the ingress controller knows them.
    await expect.poll(async () => (await cluster.fetch('/status')).status, { timeout: 30_000 }).toBe(200);
    await cluster.deleteNamespace();
  });
});

test('a secret is found nowhere but in the cluster', () => {
  const printed = transcript.join('\n');
  expect(printed.length).toBeGreaterThan(1000);
  for (const secret of [canary, second]) {
    expect(printed.includes(secret)).toBe(false);
    const encoded = Buffer.from(secret).toString('base64');
    for (const text of [secret, encoded]) {
      const found = execFileSync('bash', ['-c', 'grep -rlaF -- "$0" dist .nx tmp 2>/dev/null || true', text], {
        cwd: clone.folder,
        encoding: 'utf8',
      });
      expect(found).toBe('');
    }
  }
});

/** Puts test secrets where the template asks for values; every marked line must find one. */
const FILL = `
import { readFileSync, writeFileSync } from 'node:fs';
const password = 'e2e-manual-password';
const values = {
  DATABASE_URL: 'postgres://todo:' + password + '@postgres:5432/todo',
  BETTER_AUTH_SECRET: 'e2e-manual-secret-0123456789abcdef0123456789',
  BETTER_AUTH_URL: 'http://todo.local',
  OPENAI_API_KEY: '',
  POSTGRES_PASSWORD: password,
};
const text = readFileSync('deploy/secrets.yaml', 'utf8');
writeFileSync('deploy/secrets.yaml', text.replace(/^(  )([A-Z_]+):.*$/gm, (line, indent, key) =>
  key in values ? indent + key + ': ' + JSON.stringify(values[key]) : line));
`;

/** Runs one statement in the stack's own Postgres, as its owner. */
async function psql(statement: string): Promise<string> {
  const secret = (await cluster.list('secrets')).find((object) => object.metadata.name === 'todo-secrets');
  const password = Buffer.from(secret?.data?.['POSTGRES_PASSWORD'] ?? '', 'base64').toString();
  const script = join(import.meta.dirname, '../support/psql.ts');
  return check(process.execPath, [script, cluster.profile, cluster.namespace, statement], {
    env: { PGPASSWORD: password },
  });
}
