import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ApplyError } from '../error.ts';
import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { runExecPlugin, type ExecCredential } from './exec-plugin.ts';
import { readBytes, type Entry } from './kubeconfig.ts';

/** What goes along with a request: headers, and a client certificate for the handshake. */
export interface Identity {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly certificate?: Buffer | string;
  readonly key?: Buffer | string;
  /** Wall-clock milliseconds after which it is asked for anew; without it, when it is refused. */
  readonly expiresAt?: number;
}

/** Who we are, for as long as it is good. */
export interface Credentials {
  /** The same object until {@link Credentials.refresh}; a plugin runs once however many ask. */
  current(): Promise<Identity>;
  /** Forgets `stale`, so that the next {@link Credentials.current} asks again; false when nothing could change. */
  refresh(stale: Identity): boolean;
}

/** Credentials of a kubeconfig user: token, token file, client certificate, basic auth, plugin, impersonation. */
export function credentialsOf(user: Entry): Credentials {
  const renewable = objectAt(user.fields, 'exec') !== undefined || stringAt(user.fields, 'tokenFile') !== undefined;
  let pending: Promise<Identity> | undefined;
  let known: Identity | undefined;
  const forget = (): void => {
    pending = undefined;
    known = undefined;
  };
  return {
    async current() {
      if (known?.expiresAt !== undefined && Date.now() >= known.expiresAt) forget();
      pending ??= readIdentity(user).then(
        (identity) => (known = identity),
        (error: unknown) => {
          forget();
          throw error;
        },
      );
      return pending;
    },
    refresh(stale) {
      if (!renewable) return false;
      // Several requests are refused at once; only the first of them forgets, the others wait for what it asks for.
      if (known === stale) forget();
      return true;
    },
  };
}

async function readIdentity(user: Entry): Promise<Identity> {
  const { fields } = user;
  const exec = objectAt(fields, 'exec');
  const given: ExecCredential = exec ? await runExecPlugin(user, exec) : {};
  const certificate = given.certificate ?? (await readBytes(user, 'client-certificate'));
  const key = given.key ?? (await readBytes(user, 'client-key'));
  const authorization = authorizationOf(fields, given.token ?? (await readToken(user)));
  return {
    headers: { ...(authorization && { authorization }), ...impersonation(fields) },
    ...(certificate && { certificate }),
    ...(key && { key }),
    ...(given.expiresAt !== undefined && { expiresAt: given.expiresAt }),
  };
}

/** The file wins over the field, and is read anew after a 401: tokens of service accounts rotate. */
async function readToken(user: Entry): Promise<string | undefined> {
  const path = stringAt(user.fields, 'tokenFile');
  if (!path) return stringAt(user.fields, 'token');
  try {
    return (await readFile(resolve(user.directory, path), 'utf8')).trim();
  } catch (error) {
    throw new ApplyError(
      'CREDENTIALS',
      { doing: `read the token file ${path}`, because: 'it can not be read', fix: 'log in to the cluster again' },
      error,
    );
  }
}

function authorizationOf(fields: JsonObject, token: string | undefined): string | undefined {
  if (token) return `Bearer ${token}`;
  const username = stringAt(fields, 'username');
  if (username === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${stringAt(fields, 'password') ?? ''}`).toString('base64')}`;
}

/** Leaving one of these out would act with more rights than asked for. */
function impersonation(fields: JsonObject): Record<string, string | readonly string[]> {
  const user = stringAt(fields, 'as');
  if (!user) return {};
  const uid = stringAt(fields, 'as-uid');
  const groups = fields['as-groups'];
  const extra = Object.entries(objectAt(fields, 'as-user-extra') ?? {});
  return {
    'impersonate-user': user,
    ...(uid && { 'impersonate-uid': uid }),
    ...(Array.isArray(groups) && groups.length > 0 && { 'impersonate-group': groups.map(String) }),
    ...Object.fromEntries(
      extra.map(([name, values]) => [
        `impersonate-extra-${encodeURIComponent(name)}`,
        Array.isArray(values) ? values.map(String) : [],
      ]),
    ),
  };
}
