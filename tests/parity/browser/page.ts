/** The page that `scripts/reference/browserLanes.mjs` drives: a worker for each comparison, so that none inherits a full heap. */
import * as Comlink from 'comlink';
import type { ParityRow } from '../rows.ts';
import type { BrowserLane, parity } from './parity.worker.ts';

/** Runs one comparison by its name in `browserCases`. */
function compare(lane: BrowserLane, name: string): Promise<ParityRow[]> {
  return inWorker((worker) => worker.compare(lane, name, new URL('/', document.baseURI).href));
}

/** The names of a lane's comparisons. */
function names(lane: BrowserLane): Promise<string[]> {
  return inWorker((worker) => worker.names(lane));
}

async function inWorker<T>(ask: (worker: Comlink.Remote<typeof parity>) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL('./parity.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await ask(Comlink.wrap<typeof parity>(worker));
  } finally {
    worker.terminate();
  }
}

declare global {
  /** What the script calls through the browser. */
  var weftParity: { compare: typeof compare; names: typeof names };
}

globalThis.weftParity = { compare, names };
