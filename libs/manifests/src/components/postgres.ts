import type { IStatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { when } from '../hole/build.ts';
import type { Expr, When } from '../hole/expr.ts';
import type { Fields } from '../hole/templated.ts';
import { clusterService } from './cluster-service.ts';
import { checkComponentName } from './component-name.ts';
import { container } from './container.ts';
import { envVars, secretDigest, type SecretKey } from './env.ts';
import { pod } from './pod.ts';
import { labelsOf, metadata, type ImageValues, type ResourceValues, type StackScope } from './scope.ts';
import { serviceAccount } from './service-account.ts';

/** A database of the stack's own. */
export interface PostgresOptions {
  /** Name of the component, of its objects and of its host. */
  readonly name: string;
  /** Always if absent. */
  readonly enabled?: Expr<boolean>;
  readonly image: ImageValues;
  readonly resources: ResourceValues;
  /** Size of the volume, a quantity. */
  readonly storage: string | Expr<string>;
  /** Role and database. */
  readonly user: string;
  readonly database: string;
  /** Of the role; read from a file. */
  readonly password: SecretKey;
}

/** The objects of a database. */
export interface Postgres {
  readonly serviceAccount: Fields<IServiceAccount>;
  readonly service: Fields<IService>;
  readonly statefulSet: Fields<IStatefulSet>;
}

/** The same, each of them there on the same condition. */
export type OptionalPostgres = { readonly [K in keyof Postgres]: When<Postgres[K]> };

const PORT = 5432;
const DATA = '/var/lib/postgresql/data';
const PASSWORD = { path: 'password', folder: '/run/secrets/postgres' };

/**
 * One PostgreSQL server on a volume that outlives it. Absent while `enabled` does not hold; the volume stays.
 *
 * @throws {ManifestError} `BAD_COMPONENT` for a name that is no DNS label
 */
export function postgres(
  scope: StackScope,
  options: PostgresOptions & { readonly enabled: Expr<boolean> },
): OptionalPostgres;
export function postgres(scope: StackScope, options: PostgresOptions): Postgres;
export function postgres(scope: StackScope, options: PostgresOptions): Postgres | OptionalPostgres {
  const { name, enabled } = options;
  checkComponentName('database', name);
  const objects = {
    serviceAccount: serviceAccount(scope, name),
    service: clusterService(scope, { name, component: name, port: { name: 'postgres', port: PORT } }),
    statefulSet: statefulSet(scope, options),
  };
  if (!enabled) return objects;
  return {
    serviceAccount: when(enabled, objects.serviceAccount),
    service: when(enabled, objects.service),
    statefulSet: when(enabled, objects.statefulSet),
  };
}

function statefulSet(scope: StackScope, options: PostgresOptions): Fields<IStatefulSet> {
  const { name, image, resources, storage, user, database, password } = options;
  // The volume's root may belong to root and be open for all, which the server refuses: its data lies a folder below.
  const env = {
    POSTGRES_USER: user,
    POSTGRES_DB: database,
    POSTGRES_PASSWORD_FILE: `${PASSWORD.folder}/${PASSWORD.path}`,
    PGDATA: `${DATA}/pgdata`,
  };
  const ready = { exec: { command: ['node', '/app/ready.mjs'] }, timeoutSeconds: 5 } as const;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(scope, name, name),
    spec: {
      replicas: 1,
      revisionHistoryLimit: 3,
      serviceName: name,
      selector: { matchLabels: { ...labelsOf(scope, name) } },
      template: pod(scope, {
        component: name,
        annotations: secretDigest({ password }),
        serviceAccount: name,
        container: {
          name,
          ...container(image, resources),
          ports: [{ name: 'postgres', containerPort: PORT }],
          env: envVars(env),
          startupProbe: { ...ready, periodSeconds: 1, failureThreshold: 120 },
          readinessProbe: { ...ready, periodSeconds: 10, failureThreshold: 3 },
          livenessProbe: { tcpSocket: { port: 'postgres' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 },
          volumeMounts: [
            { name: 'data', mountPath: DATA },
            { name: 'password', mountPath: PASSWORD.folder, readOnly: true },
          ],
        },
        volumes: [passwordVolume(password)],
        ownVolumes: true,
      }),
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
        },
      ],
    },
  };
}

function passwordVolume({ secret, key }: PostgresOptions['password']): {
  readonly name: string;
  readonly secret: {
    readonly secretName: string | Expr<string>;
    readonly defaultMode: number;
    readonly items: readonly [{ key: string; path: string }];
  };
} {
  return {
    name: 'password',
    secret: { secretName: secret, defaultMode: 0o440, items: [{ key, path: PASSWORD.path }] },
  };
}
