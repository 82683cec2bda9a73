/** A mix's numbers as feeds of the drawing graphs: on a GPU they go there once, not at every step of a picture. */
import type { LoraMix } from '../adapters/loraMix.ts';
import type { Tensors } from '../runtime/program.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { thetaParts } from './loraInputs.ts';

export interface MixFeed {
  tensors: Tensors;
  /** Frees the GPU's copy, once no run needs it any more. */
  release(): void;
}

/** The feeds of a mix; none where there is no mix. */
export function feedMix({ ort, gpu }: Runtime, mix: LoraMix | null): MixFeed {
  const tensors: Tensors = {};
  const buffers: GPUBuffer[] = [];
  for (const { name, from, to } of mix ? thetaParts(mix) : []) {
    const numbers = (mix as LoraMix).theta.subarray(from, to);
    if (gpu) {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
      const buffer = gpu.createBuffer({ size: numbers.byteLength, usage });
      gpu.queue.writeBuffer(buffer, 0, numbers);
      buffers.push(buffer);
      tensors[name] = ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: [to - from] });
    } else {
      tensors[name] = new ort.Tensor('float32', numbers, [to - from]);
    }
  }
  return {
    tensors,
    release: () => {
      for (const buffer of buffers) buffer.destroy();
    },
  };
}
