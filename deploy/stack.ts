import {
  defineStack,
  ingress,
  namespace,
  postgres,
  type Holes,
  type OptionalPostgres,
  type StackScope,
} from '@nx-kube/manifests';
import { appSecret, hasOwnDatabase, type SecretKeys } from './app-secret.ts';
import { connectionTest } from './chart/connection-test.ts';
import { notes } from './chart/notes.ts';
import { dev, devSecrets } from './environments/dev.ts';
import { local } from './environments/local.ts';
import { minikube } from './environments/minikube.ts';
import { prod } from './environments/prod.ts';
import { networkPolicies } from './network.ts';
import type { ObjectTree } from './object-tree.ts';
import { scopeOf } from './scope.ts';
import { secrets } from './secrets.ts';
import { database, services } from './services.ts';
import { settingsOf } from './settings.ts';
import { Values } from './values.ts';
import { workloads } from './workloads.ts';

/** The Todo Chatbot: three services, their database, and the way in. */
export default defineStack({
  name: 'todo-app',
  schema: Values,
  environments: { minikube, dev, prod },
  images: { frontend: 'frontend', backend: 'backend', mcp: 'mcp', 'todo-postgres': 'postgres' },
  secrets,
  kubeVersion: '1.28',
  chart: {
    version: '0.1.0',
    appVersion: '0.1.0',
    description: 'The Todo Chatbot: a task list that people and language models share.',
    keywords: ['todo', 'chatbot', 'mcp', 'nx'],
    home: 'https://todo.example',
    notes,
    tests: (v) => [connectionTest(scopeOf(v), v)],
  },
  // Compose has no ingress: browsers come by the port that it publishes.
  compose: { secrets: { betterAuthUrl: 'http://localhost:8080' } },
  local,
  refuse: Object.entries(devSecrets).map(([name, value]) => ({
    when: { path: ['environment'], is: 'prod' },
    path: ['secrets', name],
    value,
    because: 'everybody can read this value: it is for development only',
  })),
  objects,
  external: ({ existingSecret }) => (existingSecret === '' ? [] : [{ kind: 'Secret', name: existingSecret }]),
  endpoint: ({ ingress: { enabled, host, tls } }) => ({
    host: enabled ? host : '',
    url: enabled ? `${tls.enabled ? 'https' : 'http'}://${host}` : '',
  }),
  smoke: { service: services.frontend.service, port: services.frontend.port, path: '/status' },
});

function objects(v: Holes<Values>): readonly ObjectTree[] {
  const scope = scopeOf(v);
  const settings = settingsOf(scope, v);
  const { object, keys } = appSecret(scope, v);
  return [
    namespace({ ...v.namespace, labels: v.commonLabels }),
    settings.object,
    object,
    ...Object.values(store(scope, v, keys)),
    ...workloads(scope, v, { settings: settings.keys, secrets: keys }),
    ...networkPolicies(scope, v),
    ingress(scope, {
      name: 'todo-ingress',
      enabled: v.ingress.enabled,
      host: v.ingress.host,
      className: v.ingress.ingressClassName,
      tls: v.ingress.tls,
      annotations: v.ingress.annotations,
      routes: [
        { path: '/api/auth', service: services.frontend.service },
        { path: '/api', service: services.backend.service },
        { path: '/', service: services.frontend.service },
      ],
    }),
  ];
}

function store(scope: StackScope, v: Holes<Values>, keys: SecretKeys): OptionalPostgres {
  return postgres(scope, {
    name: database.name,
    enabled: hasOwnDatabase(v),
    image: v.images.postgres,
    resources: v.resources.postgres,
    storage: v.database.storage,
    user: database.user,
    database: database.database,
    password: keys.POSTGRES_PASSWORD,
  });
}
