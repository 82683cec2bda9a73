/** Comparisons inside a browser's worker, on the runtime that the studio opens there. */

import { openBrowserRuntime } from '@weft/engine';
import * as Comlink from 'comlink';
import type { Lane } from '../lane.ts';
import type { ParityRow } from '../rows.ts';
import { browserCases } from './browserCases.ts';

/** The lanes of a browser. */
export type BrowserLane = keyof typeof browserCases;

/** As many as the reference has. */
const THREADS = 2;

export const parity = {
  /** The names of a lane's comparisons. */
  names(name: BrowserLane): string[] {
    return Object.keys(browserCases[name]);
  },

  /** One comparison; the repository's files are served below `base`files/. */
  async compare(name: BrowserLane, comparison: string, base: string): Promise<ParityRow[]> {
    const compare = browserCases[name][comparison];
    if (!compare) throw new RangeError(`no comparison ${comparison} on ${name}`);
    const { runtime, threads } = await openBrowserRuntime({
      choice: name,
      runtimeUrl: `${base}ort/`,
      threads: THREADS,
    });
    if (name === 'wasm' && threads !== THREADS) throw new RangeError('the page may not use threads');
    const lane: Lane = {
      name,
      // In float32, whatever else the adapter has: half precision is held by `tests/kernels`.
      runtime: { ...runtime, precision: 'float32' },
      async read(path) {
        const response = await fetch(`${base}files/${path}`);
        if (!response.ok) throw new RangeError(`${path}: ${response.status}`);
        return new Uint8Array(await response.arrayBuffer());
      },
    };
    return compare(lane);
  },
};

Comlink.expose(parity);
