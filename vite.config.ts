/**
 * How the studio is served and built: the page, its workers, and ONNX Runtime's wasm files beside
 * them under `ort/`, so that nothing is ever fetched from another site.
 */
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Rolldown } from 'vite';
import { viteStaticCopy } from 'vite-plugin-static-copy';
import { PAGE_CHUNKS, preloadPanel } from './scripts/build/chunks.ts';
import { licences } from './scripts/build/licences.ts';
import { offline } from './scripts/build/offline.ts';
import { securityHeaders } from './scripts/build/securityHeaders.ts';

type CodeSplittingGroup = NonNullable<
  Exclude<Rolldown.OutputOptions['codeSplitting'], boolean | undefined>['groups']
>[number];

/** Mirrors of the hub that the served page may reach, by their origins; a static host names them in `_headers`. */
const hubs = (process.env.WEFT_HUBS ?? '').split(' ').filter((origin) => origin !== '');

/** By which the development server's own script runs: it serves one person, on their machine. */
const NONCE = 'weft-development';

/** The runtime's builds the engine may load: plain wasm, and WebGPU with JSPI or with asyncify. */
const runtimeBuilds = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.jspi', 'ort-wasm-simd-threaded.asyncify'];

/**
 * Chunks are loaded before what stands in an entry itself runs: what has to be done before all else is a chunk of its own,
 * which each entry names first.
 */
const FIRST = { name: 'first', test: /withoutEval/, priority: 4 };
const cutInto = (...groups: CodeSplittingGroup[]) => ({ output: { codeSplitting: { groups: [FIRST, ...groups] } } });

export default defineConfig(({ command, isPreview }) => ({
  // Relative addresses: the built studio works from any folder of any host.
  base: './',
  plugins: [
    react(),
    licences(),
    viteStaticCopy({
      targets: runtimeBuilds.flatMap((build) =>
        ['mjs', 'wasm'].map((extension) => ({
          src: `node_modules/onnxruntime-web/dist/${build}.${extension}`,
          dest: 'ort',
        })),
      ),
    }),
    offline(),
    preloadPanel(),
  ],
  resolve: {
    // The runtime's entry points that take their wasm from `ort/` instead of having Vite emit it a second time.
    // The engine's own TypeScript, not what its package would be published with.
    conditions: ['source', 'onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  // Pre-bundling would move the runtime away from where it looks for its own files.
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  worker: { format: 'es', rolldownOptions: cutInto() },
  build: {
    // Browsers with WebGPU, module workers and wasm SIMD with threads.
    target: ['chrome121', 'edge121', 'firefox141', 'safari18'],
    // The workers carry the engine: one file each, loaded once, from the same machine.
    chunkSizeWarningLimit: 2000,
    // The studio, and the page that measures it on somebody's machine.
    rolldownOptions: { ...cutInto(...PAGE_CHUNKS), input: ['index.html', 'bench.html'] },
  },
  html: command === 'serve' && !isPreview ? { cspNonce: NONCE } : {},
  server: { headers: securityHeaders(hubs, NONCE) },
  preview: { headers: securityHeaders(hubs) },
}));
