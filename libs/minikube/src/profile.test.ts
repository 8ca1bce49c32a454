import { expect, test } from 'vitest';

import { parseProfiles, parseStatus, toProfile } from './profile.ts';

// Recorded from minikube v1.38.1; fields that we do not read are cut.
const LIST = `{"invalid":[],"valid":[{"Name":"minikube","Status":"Skipped","Config":{"Name":"minikube","Driver":"docker",
"KubernetesConfig":{"KubernetesVersion":"v1.34.4","ClusterName":"minikube","ContainerRuntime":"docker"},
"Nodes":[{"Name":"","IP":"192.168.49.2","Port":8443,"ControlPlane":true,"Worker":true},{"Name":"m02","IP":"192.168.49.3"}]},
"Active":true,"ActiveKubeContext":true}]}`;
const RUNNING =
  '{"Name":"minikube","Host":"Running","Kubelet":"Running","APIServer":"Running","Kubeconfig":"Configured","Worker":false}';
const ABSENT = `{"specversion":"1.0","id":"3","type":"io.k8s.sigs.minikube.info","data":{"message":"Profile \\"nope\\" not found."}}
{"specversion":"1.0","id":"b","type":"io.k8s.sigs.minikube.info","data":{"message":"To start a cluster, run: \\"minikube start -p nope\\""}}`;

test('a profile is read with the names of its machines', () => {
  const [listed] = parseProfiles(LIST) ?? [];
  expect(listed && toProfile(listed, 'Running')).toEqual({
    name: 'minikube',
    driver: 'docker',
    runtime: 'docker',
    status: 'Running',
    ip: '192.168.49.2',
    nodes: ['minikube', 'minikube-m02'],
    kubernetesVersion: 'v1.34.4',
    context: 'minikube',
  });
});

test('a profile that never ran has no address', () => {
  expect(toProfile({ Name: 'new', Config: {} }, 'Missing')).not.toHaveProperty('ip');
});

test.each(['{"invalid":[],"valid":[]}', '{"invalid":[],"valid":null}'])('%s has no profiles', (text) => {
  expect(parseProfiles(text)).toEqual([]);
});

test('what is no JSON is no list', () => {
  expect(parseProfiles('* some text')).toBeUndefined();
});

const worker = { Host: 'Running', Kubelet: 'Running', APIServer: 'Irrelevant' };
const control = { Host: 'Running', Kubelet: 'Running', APIServer: 'Running' };

test.each([
  { status: 'Running', when: 'all of it runs', text: RUNNING },
  { status: 'Running', when: 'a worker has no API server', text: JSON.stringify([control, worker]) },
  {
    status: 'Stopped',
    when: 'its machines are off',
    text: '{"Host":"Stopped","Kubelet":"Stopped","APIServer":"Stopped"}',
  },
  {
    status: 'Paused',
    when: 'the API server is paused',
    text: JSON.stringify({ ...control, Kubelet: 'Stopped', APIServer: 'Paused' }),
  },
  { status: 'Broken', when: 'the API server is down', text: JSON.stringify({ ...control, APIServer: 'Stopped' }) },
  { status: 'Broken', when: 'minikube could not reach Docker', text: 'null' },
  { status: 'Broken', when: 'one of two machines is off', text: JSON.stringify([control, { Host: 'Stopped' }]) },
  { status: 'Missing', when: 'the machine is gone', text: '{"Host":"Nonexistent","Kubelet":"Nonexistent"}' },
  { status: 'Missing', when: 'there is no such profile', text: ABSENT },
  { status: 'Missing', when: 'minikube says nothing', text: '' },
])('a profile is $status when $when', ({ status, text }) => {
  expect(parseStatus(text)).toBe(status);
});
