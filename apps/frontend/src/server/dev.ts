/** The server of the image with Next in development mode: probes, headers, log and checks are the same. */
import { createLogger, start } from '@todo/service';

import { development } from './next-development.ts';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

await start('frontend', async () => {
  const settings = readSettings(process.env);
  await serve(settings, createLogger('frontend', settings.LOG_LEVEL), development);
});
