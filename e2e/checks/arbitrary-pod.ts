import fc from 'fast-check';

/** Mostly absent, so that pods are often allowed. */
function rare<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

/** Now and then what breaks a rule, mostly what meets it. */
function mostly<T>(good: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const profile = (types: fc.Arbitrary<string | undefined>) =>
  types.map((type) => {
    if (type === undefined) return undefined;
    return type === 'Localhost' ? { type, localhostProfile: 'own' } : { type };
  });

const shared = {
  seccompProfile: profile(mostly<string | undefined>('RuntimeDefault', 'Localhost', 'Unconfined', undefined)),
  appArmorProfile: rare(profile(fc.constantFrom('RuntimeDefault', 'Localhost', 'Unconfined'))),
  runAsNonRoot: mostly<boolean | undefined>(true, false, undefined),
  runAsUser: rare(fc.constantFrom(0, 1000)),
  seLinuxOptions: rare(
    fc.constantFrom(
      { type: 'container_t' },
      { type: 'container_engine_t' },
      { type: 'spc_t' },
      { user: 'x' },
      { level: 's0' },
    ),
  ),
};

const capabilities = fc.record(
  {
    drop: mostly<string[] | undefined>(['ALL'], ['NET_RAW'], undefined),
    add: rare(fc.subarray(['NET_BIND_SERVICE', 'CHOWN', 'SYS_TIME'])),
  },
  { noNullPrototype: true },
);

const containerContext = fc
  .record({
    ...shared,
    allowPrivilegeEscalation: mostly<boolean | undefined>(false, true, undefined),
    capabilities,
    privileged: rare(fc.boolean()),
    procMount: rare(fc.constant('Default')),
  })
  .map((context) => ({
    ...context,
    // The API server does not take a privileged container that may not escalate.
    ...(context.privileged || context.capabilities.add?.includes('SYS_ADMIN')
      ? { allowPrivilegeEscalation: true }
      : {}),
  }));

const handler = fc.constantFrom(
  { httpGet: { port: 80 } },
  { httpGet: { port: 80, host: 'x' } },
  { tcpSocket: { port: 80, host: 'x' } },
);

const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: fc.constant('web:1'),
    securityContext: mostly(true, false).chain((given) => (given ? containerContext : fc.constant(undefined))),
    livenessProbe: name === 'first' ? fc.constant(undefined) : rare(handler),
    ports: rare(fc.constantFrom([{ containerPort: 80 }], [{ containerPort: 80, hostPort: 80 }])),
  });

const volume = fc.constantFrom(
  { name: 'v' },
  { name: 'v', emptyDir: {} },
  { name: 'v', secret: { secretName: 'keys' } },
  { name: 'v', persistentVolumeClaim: { claimName: 'data' } },
  { name: 'v', hostPath: { path: '/' } },
  { name: 'v', nfs: { server: 'x', path: '/' } },
);

const sysctl = fc
  .constantFrom('net.ipv4.tcp_rmem', 'net.ipv4.tcp_syncookies', 'net.core.somaxconn')
  .map((name) => ({ name, value: '1' }));

/** PodSpecs that the API server finds valid, about as often allowed as forbidden by Pod Security. */
export const arbitraryPod: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record({
    securityContext: fc.record({ ...shared, sysctls: rare(fc.array(sysctl, { maxLength: 1 })) }),
    containers: fc.tuple(container('web')),
    initContainers: rare(fc.tuple(container('first'))),
    volumes: rare(fc.tuple(volume)),
    hostPID: rare(fc.boolean()),
    hostIPC: rare(fc.boolean()),
  })
  // As JSON, where absent is absent.
  .map((spec) => JSON.parse(JSON.stringify(spec)) as Readonly<Record<string, unknown>>);
