export { listen } from './listen.ts';
export { problem, type Problem } from './problem.ts';
export { serviceApp, type ServiceApp } from './service-app.ts';
