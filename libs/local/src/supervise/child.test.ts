import { onTestFinished, expect, test } from 'vitest';
import { type Child, startChild } from './child.ts';
import { eventually, isAlive } from './testing/start-test-run.ts';

function childOf(script: string, command: readonly string[] = [process.execPath, '--input-type=module', '-e', script]) {
  const lines: string[] = [];
  const known = new Set<number>();
  const child: Child = startChild(
    { command, cwd: '/', env: {}, stopSignal: 'SIGTERM' },
    {
      name: 'test',
      line: (_, line) => void lines.push(line),
      remember: ({ pid }) => void known.add(pid),
      forget: (pid) => void known.delete(pid),
    },
  );
  onTestFinished(() => child.kill());
  return { child, lines, known };
}

test('a child is remembered from its start to its end', async () => {
  const { child, known } = childOf('setTimeout(() => process.exit(4), 50)');
  expect([...known]).toEqual([child.pid]);
  expect(await child.ended).toEqual({ type: 'exit', code: 4 });
  expect([...known]).toEqual([]);
});

test('the last words of a process are heard, with and without a line break', async () => {
  const { child, lines } = childOf(`process.stdout.write('one\\r\\ntwo\\n'); process.stderr.write('three');`);
  await child.ended;
  expect(lines.sort()).toEqual(['one', 'three', 'two']);
});

test('a process that prints very much is heard to its end', async () => {
  const { child, lines } = childOf(`
    for (let i = 0; i < 100_000; i++) process.stdout.write('line ' + i + ' ' + 'x'.repeat(100) + '\\n');
    process.stdout.write('y'.repeat(5_000_000));
  `);
  expect(await child.ended).toEqual({ type: 'exit', code: 0 });
  expect(lines.filter((line) => line.startsWith('line '))).toHaveLength(100_000);
  expect(lines.filter((line) => line.startsWith('y')).join('')).toHaveLength(5_000_000);
});

test('a process that closes its pipes runs on, and its end is seen', async () => {
  const { child } = childOf(`
    import { closeSync } from 'node:fs';
    closeSync(1); closeSync(2);
    setTimeout(() => process.exit(5), 300);
  `);
  expect(await child.ended).toEqual({ type: 'exit', code: 5 });
});

test('pipes that a process of another group holds open do not hold up its end', async () => {
  const { child, lines } = childOf(`
    import { spawn } from 'node:child_process';
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 20000)'], { detached: true, stdio: 'inherit' });
    console.log(String(other.pid));
    other.unref();
  `);
  const begun = performance.now();
  expect(await child.ended).toEqual({ type: 'exit', code: 0 });
  expect(performance.now() - begun).toBeLessThan(10_000);
  process.kill(Number(lines[0]), 'SIGKILL');
});

test('what it has started is killed with it', async () => {
  const { child, lines } = childOf(`
    import { spawn } from 'node:child_process';
    console.log(String(spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']).pid));
    setInterval(() => 0, 1000);
  `);
  await eventually('it started one', () => lines.length > 0);
  child.kill();
  expect(await child.ended).toEqual({ type: 'signal', signal: 'SIGKILL' });
  await eventually('that one ended', () => !isAlive(Number(lines[0])));
});

test('it is told to end once, however often it is stopped', async () => {
  const { child, lines } = childOf(`
    process.on('SIGTERM', () => { console.log('told'); setTimeout(() => process.exit(0), 200); });
    console.log('up');
    setInterval(() => 0, 1000);
  `);
  await eventually('it is up', () => lines.includes('up'));
  await Promise.all([child.stop(5000), child.stop(5000)]);
  expect(lines).toEqual(['up', 'told']);
});

test.each([
  ['a program that is not there', ['/no/such/program']],
  ['no command', []],
  ['a name that no program can have', ['node\0']],
])('%s is an ending, not an error', async (_, command) => {
  const { child, known } = childOf('', command);
  expect(await child.ended).toMatchObject({ type: 'missing' });
  expect(await child.stop(1000)).toMatchObject({ type: 'missing' });
  expect(known.size).toBe(0);
});
