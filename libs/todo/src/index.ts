export { todoTools, type TodoTool } from './tools.ts';
