/** The runtime in Node, for tests and measurements: onnxruntime-node on the processor. */
import * as ort from 'onnxruntime-node';
import type { Runtime } from './runtime.ts';

/** The processor, with `threads` threads (0: as many as the machine has cores). */
export function openNodeRuntime(threads = 0): Runtime {
  return {
    ort,
    kind: 'cpu',
    gpu: null,
    precision: 'float32',
    sessionOptions: { executionProviders: ['cpu'], intraOpNumThreads: threads, logSeverityLevel: 3 },
  };
}
