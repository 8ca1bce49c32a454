/**
 * Google's Online Boutique: services that call each other by gRPC, a Redis, and a load generator. The same objects as its
 * published manifest.
 *
 * @see https://github.com/GoogleCloudPlatform/microservices-demo/blob/34ffea9175946982c3088ed84994fe6019ad6e92/release/kubernetes-manifests.yaml
 */
import { concat, without, worker, type Holes, type ImageValues, type OpenService } from '@nx-kube/manifests';
import * as z from 'zod';
import { asPublished, grpc, homePage, locked, partOf, resources, scope, type Own, type Part } from './support/shop.ts';

export const Values = z.strictObject({
  registry: z
    .string()
    .default('us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo')
    .describe('Where the images of the shop lie.'),
  tag: z.string().default('v0.10.6').describe('Version of the shop.'),
});

const silent = { DISABLE_PROFILER: '1' };
const istio = { annotations: { 'sidecar.istio.io/rewriteAppHTTPProbers': 'true' } };
const patient = { pod: {} };
const catalog = { PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550' };
const currency = { CURRENCY_SERVICE_ADDR: 'currencyservice:7000' };
const cart = { CART_SERVICE_ADDR: 'cartservice:7070' };
const shipping = { SHIPPING_SERVICE_ADDR: 'shippingservice:50051' };

/** All objects of the shop, written against the holes of its values. */
export function microservicesDemo(v: Holes<z.infer<typeof Values>>): readonly object[] {
  const image = (name: string) => ({ repository: concat([v.registry, '/', name]), tag: v.tag });
  const part = (name: string, options: Part, own?: Own) => partOf(name, image(name), options, own);

  const frontend = part(
    'frontend',
    {
      port: 8080,
      exposed: { name: 'http', port: 80 },
      env: {
        ...catalog,
        ...currency,
        ...cart,
        RECOMMENDATION_SERVICE_ADDR: 'recommendationservice:8080',
        ...shipping,
        CHECKOUT_SERVICE_ADDR: 'checkoutservice:5050',
        AD_SERVICE_ADDR: 'adservice:9555',
        SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80',
        ENABLE_PROFILER: '0',
      },
      probes: { readinessProbe: homePage('x-readiness-probe'), livenessProbe: homePage('x-liveness-probe') },
    },
    { ...istio, ...patient },
  );
  const payment = { PAYMENT_SERVICE_ADDR: 'paymentservice:50051', EMAIL_SERVICE_ADDR: 'emailservice:5000' };
  const parts = [
    frontend,
    part('adservice', {
      port: 9555,
      probes: grpc(9555, { initialDelaySeconds: 20, periodSeconds: 15 }),
      size: [200, 300, 180, 300],
    }),
    part(
      'currencyservice',
      { port: 7000, env: silent, probes: grpc(7000) },
      { container: { ports: [{ name: 'grpc', containerPort: 7000 }] } },
    ),
    part(
      'cartservice',
      {
        port: 7070,
        probes: grpc(7070, { initialDelaySeconds: 15 }, { initialDelaySeconds: 15, periodSeconds: 10 }),
        size: [200, 300, 64, 128],
      },
      { container: { env: [{ name: 'REDIS_ADDR', value: 'redis-cart:6379' }] } },
    ),
    part('recommendationservice', {
      port: 8080,
      env: { ...catalog, ...silent },
      probes: grpc(8080, { periodSeconds: 5 }),
      size: [100, 200, 220, 450],
    }),
    part(
      'checkoutservice',
      { port: 5050, env: { ...catalog, ...shipping, ...payment, ...currency, ...cart }, probes: grpc(5050) },
      patient,
    ),
    part('emailservice', {
      port: 8080,
      exposed: { port: 5000 },
      env: silent,
      probes: grpc(8080, { periodSeconds: 5 }),
    }),
    part('paymentservice', { port: 50051, env: silent, probes: grpc(50051) }),
    part('shippingservice', { port: 50051, env: silent, probes: grpc(50051, { periodSeconds: 5 }, {}) }, patient),
    part('productcatalogservice', { port: 3550, env: silent, probes: grpc(3550) }),
  ];
  return [
    ...parts.flatMap((objects) => Object.values(objects)),
    external(frontend.service),
    ...redis(),
    ...loadGenerator(image('loadgenerator')),
  ];
}

/** The way in from outside. */
function external(inside: OpenService): OpenService {
  return {
    ...inside,
    metadata: { ...(inside.metadata as object), name: 'frontend-external' },
    spec: { ...inside.spec, type: 'LoadBalancer' },
  };
}

/** The carts' store, which keeps nothing for longer than its pod lives. */
function redis(): readonly object[] {
  const tcp = { tcpSocket: { port: 6379 }, periodSeconds: 5 };
  const { deployment, service: address } = partOf(
    'redis-cart',
    { repository: 'redis', tag: 'alpine' },
    {
      port: 6379,
      exposed: { name: 'tcp-redis' },
      probes: { readinessProbe: tcp, livenessProbe: tcp },
      size: [70, 125, 200, 256],
    },
    {
      pod: { volumes: [{ name: 'redis-data', emptyDir: {} }] },
      container: { name: 'redis', volumeMounts: [{ name: 'redis-data', mountPath: '/data' }] },
    },
  );
  const { spec } = deployment.spec.template;
  const containers = spec.containers.map((one) => without(one, 'env'));
  const template = { ...deployment.spec.template, spec: { ...without(spec, 'serviceAccountName'), containers } };
  return [{ ...deployment, spec: { ...deployment.spec, template } }, address];
}

/** Up to two minutes, as the published script. */
const AWAIT_FRONTEND =
  'for try in $(seq 12); do wget -q -O /dev/null "http://$FRONTEND_ADDR" && exit 0; sleep 10; done; exit 1';

/** Customers that never stop. */
function loadGenerator(image: ImageValues): readonly object[] {
  const name = 'loadgenerator';
  const env = { FRONTEND_ADDR: 'frontend:80', USERS: '10', RATE: '1' };
  const made = worker(scope, { name, image, replicas: 1, resources: resources([300, 500, 256, 512]), env });
  const deployment = asPublished(name, made.deployment, {
    ...istio,
    pod: { terminationGracePeriodSeconds: 5, restartPolicy: 'Always' },
    container: { name: 'main' },
  });
  const { template } = deployment.spec;
  const initContainers = [
    {
      name: 'frontend-check',
      image: 'busybox:1.38.0@sha256:fd8d9aa63ba2f0982b5304e1ee8d3b90a210bc1ffb5314d980eb6962f1a9715d',
      command: ['/bin/sh', '-c', AWAIT_FRONTEND],
      env: [{ name: 'FRONTEND_ADDR', value: env.FRONTEND_ADDR }],
      securityContext: locked,
    },
  ];
  return [
    {
      ...deployment,
      spec: { ...deployment.spec, replicas: 1, template: { ...template, spec: { ...template.spec, initContainers } } },
    },
    { ...without(made.serviceAccount, 'automountServiceAccountToken'), metadata: { name } },
  ];
}
