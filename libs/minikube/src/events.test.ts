import { expect, test } from 'vitest';

import { parseEvent } from './events.ts';

function event(type: string, data: Record<string, string>): string {
  return JSON.stringify({ specversion: '1.0', id: '1', type: `io.k8s.sigs.minikube.${type}`, data });
}

test.each([
  {
    line: event('step', {
      currentstep: '1',
      totalsteps: '19',
      name: 'Selecting Driver',
      message: 'Using the docker driver',
    }),
    parsed: { type: 'step', name: 'Selecting Driver', message: 'Using the docker driver', current: 1, total: 19 },
  },
  {
    line: event('step', { currentstep: '', totalsteps: '', name: 'x', message: 'a detour' }),
    parsed: { type: 'step', name: 'x', message: 'a detour', current: 0, total: 0 },
  },
  {
    line: event('download.progress', { artifact: 'preload', progress: '0.25' }),
    parsed: { type: 'download', artifact: 'preload', progress: 0.25 },
  },
  { line: event('warning', { message: 'careful' }), parsed: { type: 'warning', message: 'careful' } },
  {
    line: event('error', { name: 'MK_USAGE', message: 'bad', advice: '', exitcode: '14', url: '', issues: '' }),
    parsed: { type: 'error', name: 'MK_USAGE', message: 'bad', advice: '', url: '', exitCode: 14 },
  },
  { line: event('something.new', { message: 'x' }), parsed: undefined },
  { line: 'plain text', parsed: undefined },
  { line: '{"cut', parsed: undefined },
  { line: '{}', parsed: undefined },
])('$line is understood', ({ line, parsed }) => {
  expect(parseEvent(line)).toEqual(parsed);
});
