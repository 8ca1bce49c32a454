import type { PodSpec } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { podViolations } from './check-pod-security.ts';

const locked = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const safe = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

function pod(spec: object, container: object = {}): PodSpec {
  return { securityContext: safe, containers: [{ name: 'web', securityContext: locked, ...container }], ...spec };
}

test.each([
  { why: 'everything is set', spec: pod({}) },
  {
    why: 'the container sets it instead of the pod',
    spec: pod({ securityContext: {} }, { securityContext: { ...locked, ...safe } }),
  },
  {
    why: 'a low port is the only capability',
    spec: pod({}, { securityContext: { ...locked, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }),
  },
  {
    why: 'the kernel setting is a safe one',
    spec: pod({ securityContext: { ...safe, sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports', value: '1' }] } }),
  },
  {
    why: 'the volumes are of the allowed kinds',
    spec: pod({
      volumes: [
        { name: 'a', secret: {} },
        { name: 'b', image: {} },
      ],
    }),
  },
])('a pod meets the profile when $why', ({ spec }) => {
  expect(podViolations(spec, 28)).toEqual([]);
});

const own = 'containers[0].securityContext';

test.each([
  { spec: pod({ hostNetwork: true }), path: 'hostNetwork' },
  { spec: pod({ hostPID: true }), path: 'hostPID' },
  { spec: pod({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }), path: 'volumes[0]' },
  {
    spec: pod({ securityContext: { ...safe, sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
    path: 'securityContext.sysctls[0]',
  },
  { spec: pod({ securityContext: { ...safe, runAsUser: 0 } }), path: 'securityContext.runAsUser' },
  {
    spec: pod({ securityContext: { ...safe, seccompProfile: { type: 'Unconfined' } } }),
    path: 'securityContext.seccompProfile.type',
  },
  {
    spec: pod({ securityContext: { ...safe, appArmorProfile: { type: 'Unconfined' } } }),
    path: 'securityContext.appArmorProfile.type',
  },
  {
    spec: pod({ securityContext: { ...safe, seLinuxOptions: { type: 'spc_t' } } }),
    path: 'securityContext.seLinuxOptions',
  },
  {
    spec: pod({ securityContext: { ...safe, windowsOptions: { hostProcess: true } } }),
    path: 'securityContext.windowsOptions.hostProcess',
  },
  { spec: pod({ hostUsers: false, securityContext: { ...safe, runAsUser: 0 } }), path: 'securityContext.runAsUser' },
  { spec: pod({ securityContext: {} }), path: `${own}.runAsNonRoot` },
  { spec: pod({ securityContext: { runAsNonRoot: true } }), path: `${own}.seccompProfile` },
  { spec: pod({}, { securityContext: { ...locked, runAsNonRoot: false } }), path: `${own}.runAsNonRoot` },
  { spec: pod({}, { securityContext: { ...locked, privileged: true } }), path: `${own}.privileged` },
  { spec: pod({}, { securityContext: { capabilities: { drop: ['ALL'] } } }), path: `${own}.allowPrivilegeEscalation` },
  {
    spec: pod({}, { securityContext: { ...locked, capabilities: { drop: ['NET_RAW'] } } }),
    path: `${own}.capabilities.drop`,
  },
  {
    spec: pod({}, { securityContext: { ...locked, capabilities: { drop: ['ALL'], add: ['SYS_TIME'] } } }),
    path: `${own}.capabilities.add`,
  },
  { spec: pod({}, { securityContext: { ...locked, procMount: 'Unmasked' } }), path: `${own}.procMount` },
  { spec: pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }), path: 'containers[0].ports[0].hostPort' },
  { spec: pod({}, { livenessProbe: { httpGet: { host: 'x', port: 80 } } }), path: 'containers[0].livenessProbe' },
  {
    spec: pod({}, { lifecycle: { preStop: { tcpSocket: { host: 'x', port: 80 } } } }),
    path: 'containers[0].lifecycle.preStop',
  },
  { spec: pod({ initContainers: [{ name: 'first' }] }), path: 'initContainers[0].securityContext.capabilities.drop' },
])('a pod does not meet the profile because of $path', ({ spec, path }) => {
  expect(podViolations(spec, 28).map((violation) => violation.path)).toContain(path);
});
