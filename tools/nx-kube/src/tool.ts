import manifest from '../package.json' with { type: 'json' };

/** `name/version`, as the inventory in the cluster records who wrote it. */
export const TOOL = `${manifest.name}/${manifest.version}`;
