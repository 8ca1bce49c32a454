export { bundledFiles, bundleService } from './bundle-service.ts';
export { componentsOf, writeComponents } from './components.ts';
