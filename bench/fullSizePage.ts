/** The page that the full-size bench drives: hands on to its worker. */
import * as Comlink from 'comlink';
import type { BenchDevice } from './benchDevice.ts';
import type { fullSize } from './fullSize.worker.ts';
import type { Workload } from './workloads.ts';

const worker = new Worker(new URL('./fullSize.worker.ts', import.meta.url), { type: 'module' });
const engine = Comlink.wrap<typeof fullSize>(worker);

const open = (latents: number): Promise<BenchDevice> => engine.open(latents, new URL('/ort/', document.baseURI).href);
const time = (workload: Workload, times: number): Promise<number[]> => engine.time(workload, times);

declare global {
  /** What the bench calls through the browser. */
  var weftFullSize: { open: typeof open; time: typeof time };
}

globalThis.weftFullSize = { open, time };
