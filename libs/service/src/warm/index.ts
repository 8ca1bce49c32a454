export { warm } from './warm.ts';
