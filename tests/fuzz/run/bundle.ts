/** The child's program: the targets and what they read, as one file that Node runs as it is. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

/** In the project, where packages are found from. */
const ROOM = '.cache/fuzz';

export interface Bundle {
  program: string;
  folder: string;
  remove: () => void;
}

export async function bundleChild(): Promise<Bundle> {
  mkdirSync(ROOM, { recursive: true });
  const folder = mkdtempSync(join(ROOM, 'run-'));
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] }, noExternal: ['@weft/engine'] },
    build: {
      ssr: 'tests/fuzz/run/child.ts',
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return { program: join(folder, 'child.mjs'), folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
