/** The engine on onnxruntime-node's processor provider, in this process. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { build, defaultServerConditions } from 'vite';

/** Out of the way, and where the built file still finds the packages. */
const BUILT = 'node_modules/.cache/weft-bench';

const STARTER = new URL('../../public/models/starter/', import.meta.url);

/** @returns {Promise<typeof import('../engine.node.ts')>} */
async function buildEngine() {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    // The engine's own sources, as everywhere in the repository.
    ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
    build: { outDir: BUILT, emptyOutDir: true, ssr: 'bench/engine.node.ts' },
  });
  return import(pathToFileURL(resolve(BUILT, 'engine.node.js')).href);
}

/**
 * @param {number} threads
 * @returns {Promise<import('./side.mjs').Side & { version: string }>}
 */
export async function openNodeSide(threads) {
  const { openEngine } = await buildEngine();
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return {
    name: 'Node, onnxruntime-node',
    version: `Node ${process.version}, onnxruntime-node ${version}`,
    time: await openEngine(STARTER, threads),
    close: async () => {},
  };
}

/** Writes the runtime's own account of a piece of work to a file that begins with `filePrefix`. @param {import('./side.mjs').Workload} workload @param {number} times @param {string} filePrefix */
export async function profileNode(workload, times, filePrefix) {
  const { profile } = await buildEngine();
  await profile(STARTER, workload, times, filePrefix);
}
