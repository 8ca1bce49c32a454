import { expect, test } from 'vitest';

import { parseCommand } from '../cli/parse.ts';
import { relayArguments } from './relay.ts';

test('what Nx hands to an executor arrives at the command line as it was', () => {
  const options = { dryRun: true, allowDatabaseSwitch: false, timeout: 30, profile: 'a b', namespace: undefined };
  expect(parseCommand(['minikube', ...relayArguments(options), '--relay'])).toMatchObject({
    relay: true,
    options: { 'dry-run': true, 'allow-database-switch': false, timeout: 30, profile: 'a b' },
  });
});
