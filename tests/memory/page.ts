/** The page that the memory lane drives: a worker for each case, so that none inherits another's buffers. */
import * as Comlink from 'comlink';
import type { lane, MeasuredPhase, MemoryCase } from './memory.worker.ts';

async function measure(asked: MemoryCase): Promise<MeasuredPhase[]> {
  const worker = new Worker(new URL('./memory.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await Comlink.wrap<typeof lane>(worker).measure(asked, new URL('/', document.baseURI).href);
  } finally {
    worker.terminate();
  }
}

declare global {
  /** What the script calls through the browser. */
  var weftMemory: { measure: typeof measure };
}

globalThis.weftMemory = { measure };
