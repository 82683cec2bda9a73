/** The runtime in Node: onnxruntime-node on the processor. */
import * as ort from 'onnxruntime-node';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * The processor, in single precision, for `Model`.
 * @param threads of each session; 0 for as many as the machine has cores
 */
export function openNodeRuntime(threads = 0): Runtime {
  return {
    ort,
    kind: 'cpu',
    gpu: null,
    precision: 'float32',
    sessionOptions: { executionProviders: ['cpu'], intraOpNumThreads: threads, logSeverityLevel: 3 },
  };
}
