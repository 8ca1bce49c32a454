import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A workspace with a small stack, and programs that stand in for docker and minikube. */
export interface StubWorld {
  readonly root: string;
  /** Environment in which only the stubs are on PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts a program on PATH: the body of a Node.js module, with `args` being its arguments. */
  program(name: string, body: string): void;
  remove(): void;
}

/** Makes the world; no program is there at first. */
export function stubWorld(): StubWorld {
  const root = mkdtempSync(join(tmpdir(), 'nx-kube-'));
  chmodSync(root, 0o755); // below a closed folder root's data would go to /var/lib
  const bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(root, 'nx.json'), '{}');
  writeFileSync(
    join(root, 'stack.mjs'),
    `export default { name: 'small', environments: { minikube: {} }, images: [], secrets: { name: 's', specs: [] } };`,
  );
  return {
    root,
    env: { PATH: bin, FORCE_COLOR: '0', MINIKUBE_PROFILE: '' },
    program(name, body) {
      const file = join(bin, name);
      writeFileSync(file, `#!${process.execPath}\nconst args = process.argv.slice(2);\n${body}\n`);
      chmodSync(file, 0o755);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A Docker that answers. */
export const GOOD_DOCKER = `console.log(JSON.stringify({ Client: { Version: '29.0.0' }, Server: { Version: '29.0.0', Os: 'linux', Arch: 'amd64' } }));`;

/** A minikube without any profile, whose \`start\` does not end by itself. */
export const EMPTY_MINIKUBE = `
if (args[0] === 'version') console.log(JSON.stringify({ minikubeVersion: 'v1.38.1' }));
else if (args[0] === 'profile') console.log(JSON.stringify({ invalid: [], valid: [] }));
else if (args[0] === 'status') process.exit(85);
else if (args[0] === 'start') setTimeout(() => {}, 60_000);
`;
