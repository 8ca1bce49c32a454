// Plain JavaScript, so that a Node.js that can't run TypeScript still gets as far as this sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  throw new Error(
    `nx-kube needs Node.js 22.18 or newer and this nx runs on ${process.versions.node}: use "npx nx …", which takes the workspace's own Node.js.`,
  );
}

export const { name, createNodes, createDependencies } = await import('./src/plugin.ts');
