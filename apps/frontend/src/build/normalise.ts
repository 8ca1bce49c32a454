/** Stands in for the key of server actions while Next builds; `normalise` takes it out. 32 bytes in base64. */
export const BUILD_TIME_ACTION_KEY = Buffer.from('only-for-next-build-never-served').toString('base64');

/** Where the output ends up in the image. */
const IMAGE_ROOT = '/app';

/** Same length and alphabet as Next's own. They guard nothing: src/server/untrusted.ts lets nobody present them. */
const PREVIEW_KEYS = {
  previewModeId: '0'.repeat(32),
  previewModeSigningKey: '0'.repeat(64),
  previewModeEncryptionKey: '0'.repeat(64),
};

type Json = Record<string, unknown>;

/**
 * Takes out of one file of Next's output what differs between two builds of the same sources, and the key of server
 * actions, without which Next refuses to run unless the environment has one.
 *
 * @param path relative to `.next`, with slashes
 * @returns the new text, or undefined when the file stays as it is
 */
export function normalise(path: string, text: string): string | undefined {
  switch (path) {
    case 'server/preview-props.json':
      return toText(PREVIEW_KEYS);
    case 'prerender-manifest.json':
      return toText({ ...(JSON.parse(text) as Json), preview: PREVIEW_KEYS });
    case 'required-server-files.json':
      return toText(movedToImage(JSON.parse(text) as Json));
    case 'server/server-reference-manifest.json':
    case 'server/server-reference-manifest.js':
      return text.replaceAll(BUILD_TIME_ACTION_KEY, '');
    default:
      return undefined;
  }
}

/** Files that only tools of the build read: lists of traced files, and maps that Node is not told to use. */
export function isForBuildOnly(path: string): boolean {
  return path.endsWith('.nft.json') || path.endsWith('.map');
}

function movedToImage(files: Json): Json {
  const config = files['config'] as Json;
  return {
    ...files,
    appDir: `${IMAGE_ROOT}/${String(files['relativeAppDir'])}`,
    config: { ...config, outputFileTracingRoot: IMAGE_ROOT, repoRoot: IMAGE_ROOT, turbopack: { root: IMAGE_ROOT } },
  };
}

function toText(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
