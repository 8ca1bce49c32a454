import { expect, test } from 'vitest';

import { explain } from './failure.ts';

// Recorded from `minikube start --memory 99999 -o json`, v1.38.1: remarks come as errors too.
const EVENTS = [
  { name: 'RSRC_OVER_ALLOC_MEM', message: 'Requested memory is more than your limit', advice: 'less', exitcode: '0' },
  { message: 'The "docker" driver should not be used with root privileges.' },
  {
    name: 'MK_USAGE',
    message: 'Docker has only 24105MB memory but you specified 99999MB',
    advice: '',
    exitcode: '14',
    url: '',
  },
]
  .map((data) => JSON.stringify({ specversion: '1.0', type: 'io.k8s.sigs.minikube.error', data }))
  .join('\n');

test('the error that ended the call is named, not the remarks before it', () => {
  const { because } = explain('start', { stdout: EVENTS, stderr: '', exitCode: 14 });
  expect(because).toBe('MK_USAGE: Docker has only 24105MB memory but you specified 99999MB');
});

test('advice and link of minikube become the fix', () => {
  const data = {
    name: 'PROVIDER_DOCKER_NOT_RUNNING',
    message: 'not running',
    advice: 'Start it',
    url: 'https://a',
    exitcode: '69',
  };
  const stdout = JSON.stringify({ type: 'io.k8s.sigs.minikube.error', data });
  expect(explain('start', { stdout, stderr: '', exitCode: 69 }).fix).toBe('Start it https://a');
});

test('text output is understood too', () => {
  const stderr = 'X Exiting due to MK_ADDON_ENABLE: run callbacks: timed out\n* Suggestion: Try again\n';
  expect(explain('enable', { stdout: '', stderr, exitCode: 10 })).toMatchObject({
    because: 'MK_ADDON_ENABLE: run callbacks: timed out',
    fix: 'Try again',
  });
});

test('without either the last line is given', () => {
  const stdout = '* Profile "nope" not found.\n  To start a cluster, run: "minikube start -p nope"\n';
  expect(explain('ask', { stdout, stderr: '', exitCode: 85 }).because).toBe(
    'To start a cluster, run: "minikube start -p nope"',
  );
});

test('a silent end is still named', () => {
  expect(explain('ask', { stdout: '', stderr: '', exitCode: 137 }).because).toContain('137');
});
