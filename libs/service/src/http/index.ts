export { healthRoutes } from './health-routes.ts';
export { listen } from './listen.ts';
export { problem } from './problem.ts';
export { requestLog } from './request-log.ts';
