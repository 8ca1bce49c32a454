/** Answers every path with its name, its process and its variables; ends well on SIGTERM. */
export const SERVER = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => {
    response.end(JSON.stringify({ name: process.env.NAME, pid: process.pid, env: process.env, url: request.url }));
  });
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listens'));
  process.on('SIGTERM', () => { console.log('was told to end'); server.close(() => process.exit(0)); server.closeAllConnections(); });
`;

/** Answers as SERVER does, and every path but /ready and /alive with the text of the file; 503 where the file says so. */
export const MOODY = `
  import { createServer } from 'node:http';
  import { existsSync } from 'node:fs';
  createServer(({ url }, response) => {
    response.statusCode = existsSync(process.env.MOODS + url.replace('/', '-not-')) ? 503 : 200;
    response.end(String(process.pid));
  }).listen(Number(process.env.PORT), '127.0.0.1');
`;
