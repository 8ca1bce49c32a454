import type { Affinity, Tolerations } from '@nx-kube/manifests';
import { opaqueList, opaqueMap } from '@nx-kube/manifests/values';
import * as z from 'zod';

const memory = (value: string, what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^[0-9]+(Ki|Mi|Gi)$/, 'must be an amount of memory such as "256Mi"')
    .default(value)
    .describe(what);

const cpu = (value: string, what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^([0-9]+m|[0-9]+(\.[0-9]+)?)$/, 'must be an amount of CPU such as "500m" or "0.5"')
    .default(value)
    .describe(what);

const image = (repository: string) =>
  z
    .strictObject({
      repository: z
        .string()
        .min(1)
        .default(repository)
        .describe('Name of the image, with its registry where it has one.'),
      tag: z
        .string()
        .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be a tag: letters, digits, ".", "_" and "-"')
        .default('')
        .describe('Named by the content of the image; filled in by the build.'),
      pullPolicy: z
        .enum(['Always', 'IfNotPresent', 'Never'])
        .default('IfNotPresent')
        .describe('Never for images that are loaded into the node, as in minikube.'),
    })
    .prefault({});

/** Key of a label or an annotation, with an optional prefix: `example.com/team`. */
const key = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/,
    'must be a key of a label such as "team" or "example.com/team"',
  );

const labels = (what: string) =>
  z
    .record(
      key,
      z
        .string()
        .regex(/^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/, 'must be letters, digits, "-", "_" and "."')
        .max(63),
    )
    .default({})
    .describe(what);

const annotations = (what: string) => z.record(key, z.string()).default({}).describe(what);

const environment = (what: string) =>
  z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable')
          .describe('Name of the variable; none that the service has already.'),
        value: z.string().describe('Its text.'),
      }),
    )
    .default([])
    .describe(what);

const autoscaling = (pods: { least: number; most: number }) =>
  z
    .strictObject({
      enabled: z.boolean().default(false).describe('Whether pods come and go with the load, in place of replicas.'),
      minReplicas: z.int().min(1).max(50).default(pods.least).describe('Least pods to run.'),
      maxReplicas: z.int().min(1).max(50).default(pods.most).describe('Most pods to run.'),
      targetCPU: z.int().min(1).max(1000).default(75).describe('CPU to aim for, in percent of what a pod requests.'),
    })
    .prefault({});

const replicas = (pods: number) => z.int().min(0).max(50).default(pods).describe('Pods to run; 0 stops the service.');

/** Memory requests equal the limits: a node never promises memory twice. CPU is shared by request. */
const resources = (limit: { cpu: string; memory: string }, request: { cpu: string }) =>
  z
    .strictObject({
      limits: z
        .strictObject({
          cpu: cpu(limit.cpu, 'CPU that a pod may use at most; "0.5" is half a core.'),
          memory: memory(limit.memory, 'Memory that a pod may use at most, as "256Mi"; above it is killed.'),
        })
        .prefault({}),
      requests: z
        .strictObject({
          cpu: cpu(request.cpu, 'CPU that a node keeps for the pod; "50m" is a twentieth of a core.'),
          memory: memory(limit.memory, 'Memory that a node keeps for the pod; the same as the limit.'),
        })
        .prefault({}),
    })
    .prefault({});

const secret = (what: string): z.ZodDefault<z.ZodString> => z.string().default('').describe(what);

const postgresUrl = (what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^(postgres(ql)?:\/\/[!-~]+)?$/, 'must be a postgres:// URL, or empty')
    .default('')
    .describe(what);

const url = (what: string): z.ZodDefault<z.ZodString> =>
  z
    .string()
    .regex(/^(https?:\/\/[!-~]+)?$/, 'must be an http:// or https:// URL, or empty')
    .default('')
    .describe(what);

/** Everything that differs between environments. Types, defaults and the chart's schema come from here. */
export const Values = z.strictObject({
  environment: z.enum(['local', 'dev', 'prod']).default('local').describe('Kind of the environment.'),
  namespace: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and "-"')
        .max(63)
        .default('todo-app')
        .describe('Namespace of all objects.'),
      create: z.boolean().default(true).describe('Whether the stack makes the namespace itself.'),
    })
    .prefault({}),
  images: z
    .strictObject({
      frontend: image('frontend'),
      backend: image('backend'),
      mcp: image('mcp'),
      postgres: image('todo-postgres'),
    })
    .prefault({}),
  imagePullSecrets: z
    .array(z.strictObject({ name: z.string().min(1).describe('Name of a Secret.') }))
    .default([])
    .describe('Secrets of the namespace to pull the images with.'),
  replicas: z.strictObject({ frontend: replicas(2), backend: replicas(2), mcp: replicas(1) }).prefault({}),
  autoscaling: z
    .strictObject({
      frontend: autoscaling({ least: 2, most: 6 }),
      backend: autoscaling({ least: 2, most: 6 }),
      mcp: autoscaling({ least: 1, most: 4 }),
    })
    .prefault({}),
  resources: z
    .strictObject({
      frontend: resources({ cpu: '0.5', memory: '256Mi' }, { cpu: '50m' }),
      backend: resources({ cpu: '1', memory: '512Mi' }, { cpu: '100m' }),
      mcp: resources({ cpu: '0.5', memory: '256Mi' }, { cpu: '50m' }),
      postgres: resources({ cpu: '1', memory: '256Mi' }, { cpu: '50m' }),
    })
    .prefault({}),
  ingress: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether the stack is reached from outside.'),
      host: z
        .string()
        .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be a host name in lower case, such as "todo.local"')
        .default('todo.local')
        .describe('Host name that the stack answers to.'),
      ingressClassName: z.string().min(1).default('nginx').describe('Which ingress controller serves it.'),
      annotations: annotations('Annotations of the Ingress, such as cert-manager.io/cluster-issuer.'),
      tls: z
        .strictObject({
          enabled: z.boolean().default(false).describe('Whether the host is served over https.'),
          secretName: z.string().min(1).default('todo-tls').describe('Secret with the certificate (tls.crt, tls.key).'),
        })
        .prefault({}),
    })
    .prefault({}),
  config: z
    .strictObject({
      logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least important line to log.'),
      nodeEnv: z.enum(['production', 'development']).default('production').describe('NODE_ENV of all services.'),
      openaiBaseUrl: url('Address of the language model; empty for that of OpenAI.'),
      openaiModel: z
        .string()
        .regex(/^[A-Za-z0-9._:/-]*$/, 'must be the name of a model')
        .default('')
        .describe('Name of the language model; empty for the default of the backend.'),
      otlpEndpoint: url('Where traces go, by OTLP over HTTP, such as "http://collector:4318"; empty for nowhere.'),
      trustedOrigins: z
        .string()
        .regex(
          /^(https?:\/\/[A-Za-z0-9.:-]+(,https?:\/\/[A-Za-z0-9.:-]+)*)?$/,
          'must be origins such as "https://a.example,https://b.example", or empty',
        )
        .default('')
        .describe('Origins that may sign in besides the public address, with commas between them.'),
    })
    .prefault({}),
  secrets: z
    .strictObject({
      databaseUrl: postgresUrl('Connection to Postgres; empty for a database of its own in the cluster.'),
      migrationUrl: postgresUrl(
        'Direct connection for migrations, where databaseUrl goes through a pooler as at Neon; empty for databaseUrl.',
      ),
      // CHANGE_ME is what the template of the raw manifests holds for a person to replace.
      betterAuthSecret: z
        .string()
        .regex(/^(CHANGE_ME|[ -~]{32,})?$/, 'must have 32 characters or more, of ASCII')
        .default('')
        .describe(
          'Signs sessions; 32 characters or more, such as from openssl rand -hex 32. Changing it signs everybody out.',
        ),
      betterAuthUrl: url('Public address of the application; empty to follow from the ingress.'),
      openaiApiKey: secret('Key of the language model; empty to do without.'),
      postgresPassword: z
        .string()
        .regex(/^[A-Za-z0-9._~-]*$/, 'must be letters, digits, ".", "_", "~" and "-", as it becomes part of a URL')
        .default('')
        .describe('Password of the database in the cluster; not used with databaseUrl.'),
    })
    .prefault({}),
  existingSecret: z
    .string()
    .regex(/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$/, 'must be the name of a Secret, or empty')
    .max(253)
    .default('')
    .describe(
      'Secret in the namespace with the keys of todo-secrets, read in place of it. Where its DATABASE_URL leads out of the cluster, disable the database.',
    ),
  database: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Whether a database of its own may run in the cluster; it does while databaseUrl is empty.'),
      storage: memory('1Gi', 'Size of the volume of the database in the cluster.'),
    })
    .prefault({}),
  networkPolicy: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'Whether each pod may talk only with whom it has to; the network of the cluster must enforce policies.',
        ),
      databaseCidr: z
        .string()
        .regex(/^[0-9]{1,3}(\.[0-9]{1,3}){3}\/[0-9]{1,2}$/, 'must be a range of addresses such as "10.0.0.0/8"')
        .default('0.0.0.0/0')
        .describe('Where a database outside of the cluster may lie.'),
    })
    .prefault({}),
  podDisruptionBudget: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Whether nodes are drained one pod of a service at a time.'),
    })
    .prefault({}),
  extraEnv: z
    .strictObject({
      frontend: environment('More variables of the frontend.'),
      backend: environment('More variables of the backend.'),
      mcp: environment('More variables of the MCP server.'),
    })
    .prefault({}),
  commonLabels: labels('Labels of every object; pods have podLabels.'),
  commonAnnotations: annotations('Annotations of every object; pods and the Ingress have their own.'),
  podLabels: labels('Labels of every pod.'),
  podAnnotations: annotations('Annotations of every pod.'),
  nodeSelector: labels('Labels of the nodes that pods may run on.'),
  tolerations: opaqueList<Tolerations>('Taints of nodes that pods put up with.'),
  affinity: opaqueMap<Affinity>('Where pods would rather run, or must.'),
});

export type Values = z.infer<typeof Values>;
