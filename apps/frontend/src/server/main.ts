/** Entry point of the image: checks the environment, starts Next behind an HTTP server of its own, ends tidily. */
import { createLogger, start } from '@todo/service';

import { builtApp } from './next-app.ts';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

await start('frontend', async () => {
  const settings = readSettings(process.env);
  await serve(settings, createLogger('frontend', settings.LOG_LEVEL), builtApp);
});
