#!/usr/bin/env node
import nodeModule from 'node:module';

import nodeVersion from '../node-version.cjs';

const complaint = nodeVersion.complain('npx nx-kube …');
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exit(2);
}
// Compiled code and stripped types are kept between runs: half of the start-up time.
nodeModule.enableCompileCache();
const { main } = await import('../src/cli.ts');
process.exitCode = await main(process.argv.slice(2));
// What was printed gets out; what is still open (a channel to an executor, an idle connection) holds nobody up.
// An executor that relays this program is not its parent, and learns the exit code this way.
if (process.connected) process.send(process.exitCode, () => process.disconnect());
setTimeout(() => process.exit(), 300).unref();
