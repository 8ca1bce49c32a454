import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { ApplyError } from '../error.ts';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import type { Entry } from './kubeconfig.ts';

/** What a credential plugin gave: a token, a client certificate, or both. */
export interface ExecCredential {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Wall-clock milliseconds, some seconds before the plugin's own time. */
  readonly expiresAt?: number;
}

const timeoutMilliseconds = 60_000; // a plugin may open a browser
const stderrLimit = 2000;
const earlierMs = 10_000; // a request takes its time, and clocks differ

/**
 * Runs the credential plugin of a kubeconfig user.
 *
 * @throws ApplyError CREDENTIALS with what the plugin wrote to stderr, and with its `installHint` when it is missing
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export async function runExecPlugin(user: Entry, exec: JsonObject): Promise<ExecCredential> {
  const command = stringAt(exec, 'command') ?? '';
  const apiVersion = stringAt(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1';
  const fail = (because: string, cause?: unknown): ApplyError =>
    new ApplyError(
      'CREDENTIALS',
      {
        doing: `get credentials from ${command}`,
        because,
        fix: stringAt(exec, 'installHint')?.trim() ?? 'run the command by hand, or log in again with its own program',
      },
      cause,
    );
  const { stdout, stderr, code } = await run(user, exec, apiVersion).catch((error: unknown) => {
    throw fail(`it can not be started (${String((error as NodeJS.ErrnoException).code)})`, error);
  });
  if (code !== 0) throw fail(`it ended with ${code ?? 'a signal'}: ${stderr.trim().slice(-stderrLimit)}`);
  const status = objectAt(parsed(stdout), 'status');
  if (!status) throw fail('what it printed is no ExecCredential');
  const token = stringAt(status, 'token');
  const certificate = stringAt(status, 'clientCertificateData');
  const key = stringAt(status, 'clientKeyData');
  const expires = Date.parse(stringAt(status, 'expirationTimestamp') ?? '');
  return {
    ...(token && { token }),
    ...(certificate && { certificate }),
    ...(key && { key }),
    ...(!Number.isNaN(expires) && { expiresAt: expires - earlierMs }),
  };
}

function run(
  user: Entry,
  exec: JsonObject,
  apiVersion: string,
): Promise<{ readonly stdout: string; readonly stderr: string; readonly code: number | null }> {
  const named = stringAt(exec, 'command') ?? '';
  // A path is meant from the kubeconfig's folder; a bare name is looked up in PATH.
  const command = /[\\/]/.test(named) ? resolve(user.directory, named) : named;
  const args = Array.isArray(exec['args']) ? exec['args'].map(String) : [];
  const env = Object.fromEntries(listAt(exec, 'env').map((pair) => [String(pair['name']), String(pair['value'])]));
  const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
  return new Promise((done, failed) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env, KUBERNETES_EXEC_INFO: info },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMilliseconds,
      windowsHide: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', failed);
    child.on('close', (code) => done({ stdout, stderr, code }));
  });
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
