import { resolve } from 'node:path';

import type { NextConfig } from 'next';

const workspaceRoot = resolve(import.meta.dirname, '../..');

/** The same on every route; the Content-Security-Policy, which has a nonce, comes from src/proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()' },
];

/** Traced by Next but never loaded here: image optimisation is off, and font metrics are for the build. */
const unusedPackages = ['@img', 'sharp', 'semver', 'detect-libc'];
const unusedFiles = [
  ...unusedPackages.map((name) => `../../node_modules/${name}/**`),
  '../../node_modules/next/dist/server/capsize-font-metrics.json',
];

/** Not `.next`, which each build removes and makes anew: both may run at the same time. */
const distDir = process.env['NODE_ENV'] === 'development' ? 'dist/next-dev' : '.next';

/** Settings of Next; all that depends on where it runs is read at run time, by src/server. */
const config: NextConfig = {
  output: 'standalone',
  distDir,
  outputFileTracingRoot: workspaceRoot,
  outputFileTracingExcludes: { '*': unusedFiles },
  turbopack: { root: workspaceRoot },
  images: { unoptimized: true },
  poweredByHeader: false,
  // src/server/observe-request.ts does, for development and production alike.
  logging: { incomingRequests: false },
  // Set by src/build: the digest of the sources. Without it Next draws a random one.
  generateBuildId: () => process.env['FRONTEND_BUILD_ID'] ?? null,
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
  experimental: {
    // The image's file system is read-only.
    isrFlushToDisk: false,
    // src/server/load-pages.ts does it once the server listens, so that nobody waits for it.
    preloadEntriesOnStart: false,
    // Otherwise the build machine's number of processors becomes part of the build.
    cpus: 1,
  },
  // `nx run frontend:typecheck` does it, with the workspace's own compiler.
  typescript: { ignoreBuildErrors: true },
};

export default config;
