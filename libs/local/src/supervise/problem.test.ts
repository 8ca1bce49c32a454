import { expect, test } from 'vitest';
import { endProblem, probeProblem } from './problem.ts';

const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
const of = { process: 'web-1', project: 'web', lines, fixedPorts: [] };

test('a problem shows the last lines, the code and what to do', () => {
  const problem = endProblem(of, { type: 'exit', code: 7 });
  expect(problem).toMatchObject({ process: 'web-1', code: 'CRASH', logs: lines.slice(-20) });
  expect(problem.because).toContain('exit code 7');
  expect(problem.fix).not.toBe('');
});

test.each([
  ['CRASH', { type: 'exit', code: 0 }, 'Job'],
  ['CRASH', { type: 'exit', code: 127 }, 'not on this machine'],
  ['CRASH', { type: 'signal', signal: 'SIGKILL' }, 'who killed it'],
  ['CRASH', { type: 'signal', signal: 'SIGUSR2' }, 'last lines'],
  ['MISSING_PROGRAM', { type: 'missing', because: 'there is no /x' }, 'build web'],
] as const)('%s for %j comes with a fix', (code, ending, fix) => {
  const problem = endProblem(of, ending);
  expect(problem.code).toBe(code);
  expect(problem.fix).toContain(fix);
});

test.each([
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:4000', 'port 4000'],
  ['Error: listen EADDRINUSE: address already in use :::4000', 'port 4000'],
  ['could not bind IPv4 address "127.0.0.1": Address already in use', 'its port'],
])('%s is a port that was taken', (line, named) => {
  const problem = endProblem({ ...of, lines: [...lines, line, 'more'] }, { type: 'exit', code: 1 });
  expect(problem).toMatchObject({ code: 'PORT_TAKEN' });
  expect(problem.because).toContain(named);
});

test('a port that cannot be another one is for a person to free', () => {
  const taken = { ...of, lines: ['EADDRINUSE 127.0.0.1:4000'] };
  const free = endProblem(taken, { type: 'exit', code: 1 }).fix;
  expect(endProblem({ ...taken, fixedPorts: [4000] }, { type: 'exit', code: 1 }).fix).not.toBe(free);
});

test.each([
  ['startup', 'START_PROBE'],
  ['liveness', 'LIVENESS'],
] as const)('a process that is ended for its %s probe is %s', (probe, code) => {
  const problem = probeProblem(of, probe, { because: 'GET /ready answered 503', afterMs: 180_049 });
  expect(problem).toMatchObject({ code, process: 'web-1', logs: lines.slice(-20) });
  expect(problem.because).toContain('GET /ready answered 503');
});
