export { todoTools } from './tools.ts';
