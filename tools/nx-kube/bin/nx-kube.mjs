#!/usr/bin/env node
// Plain JavaScript, so that a Node.js that can't run TypeScript still gets as far as this sentence.
import * as nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `nx-kube needs Node.js 22.18 or newer and this is ${process.versions.node}: use "npx nx-kube …", which takes the workspace's own Node.js.\n`,
  );
  process.exit(2);
}
// Compiled code and stripped types are kept between runs: half of the start-up time.
nodeModule.enableCompileCache?.();
const { main } = await import('../src/cli.ts');
process.exitCode = await main(process.argv.slice(2));
