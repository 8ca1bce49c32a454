export { buildService } from './build-service.ts';
export { bundledFiles } from './bundle-service.ts';
export { componentsOf, writeComponents } from './components.ts';
