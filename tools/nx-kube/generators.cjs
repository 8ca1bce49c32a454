// Nx requires this file; the generators themselves are TypeScript, which not every Node.js runs.
const { complain } = require('./node-version.cjs');

/** @param {() => Promise<{ default: Function }>} load */
function generator(load) {
  return async (tree, options) => {
    const complaint = complain('npx nx …');
    if (complaint) throw new Error(complaint);
    const { default: run } = await load();
    return run(tree, options);
  };
}

exports.importManifests = generator(() => import('./src/generators/import/generator.ts'));
