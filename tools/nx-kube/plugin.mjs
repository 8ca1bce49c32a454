import nodeVersion from './node-version.cjs';

const complaint = nodeVersion.complain('npx nx …');
if (complaint) throw new Error(complaint);

export const { name, createNodes, createDependencies } = await import('./src/plugin.ts');
