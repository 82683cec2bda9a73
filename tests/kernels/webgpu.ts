/**
 * ONNX Runtime's WebGPU provider in Node, with no way back to the processor: a graph with a single node that has no
 * WebGPU kernel does not open. `scripts/kernels.mjs` chooses the Vulkan driver.
 */

import type { Precision } from '@weft/engine/internal';
import * as ort from 'onnxruntime-node';
import type { Lane } from '../parity/lane.ts';
import { nodeLane } from '../parity/nodeLane.ts';

/** The provider, for graphs of this precision. Weights are inputs, as they are in the studio. */
export function webGpuLane(precision: Precision): Lane {
  return {
    name: precision === 'float16' ? 'webgpu fp16' : 'webgpu',
    read: nodeLane.read,
    runtime: {
      ort,
      kind: 'webgpu',
      // Node has no handle on the provider's device: weights are fed from the processor's memory.
      gpu: null,
      precision,
      sessionOptions: {
        executionProviders: ['webgpu'],
        logSeverityLevel: 3,
        extra: { session: { disable_cpu_ep_fallback: '1' } },
      },
    },
  };
}
