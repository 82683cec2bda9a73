/** A stored file's tensors on their way to the GPU, by the same code as the studio's. */

import { GpuUpload, openSafetensors, type StoredTensor } from '@weft/engine/internal';
import * as Comlink from 'comlink';
import { storedSource } from '../../workers/models/storedSource.ts';

/** Every so many tensors the end of one is read back from the GPU, this many bytes of it. */
const READ_BACK_EVERY = 50;
const READ_BACK_BYTES = 64 * 1024;

interface Upload {
  bytes: number;
  tensors: number;
  /** Tensors read back, and how many of them were not what the file has. */
  readBack: number;
  different: number;
}

export const upload = {
  /** Leaves all tensors in GPU buffers at once, as an adapter with half precision holds them. */
  async toGpu(id: string, path: string): Promise<Upload> {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter');
    const { maxBufferSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize } });
    const lost = device.lost.then(({ message }) => Promise.reject(new Error(`the device was lost: ${message}`)));
    const source = await storedSource(id);
    const tensors = [...(await openSafetensors(await source.open(path))).tensors.values()];
    const result: Upload = { bytes: 0, tensors: tensors.length, readBack: 0, different: 0 };
    const uploading = async () => {
      const gpu = new GpuUpload(device);
      for (const [index, tensor] of tensors.entries()) {
        const buffer = await gpu.fill(tensor, 'float16');
        result.bytes += buffer.size;
        if (index % READ_BACK_EVERY !== 0) continue;
        result.readBack += 1;
        if (!(await isSame(device, buffer, tensor))) result.different += 1;
      }
    };
    await Promise.race([uploading(), lost]);
    device.destroy();
    return result;
  },
};

async function isSame(device: GPUDevice, buffer: GPUBuffer, { source, offset }: StoredTensor): Promise<boolean> {
  const size = Math.min(buffer.size, READ_BACK_BYTES);
  const from = buffer.size - size;
  const copy = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const commands = device.createCommandEncoder();
  commands.copyBufferToBuffer(buffer, from, copy, 0, size);
  device.queue.submit([commands.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const there = new Uint8Array(copy.getMappedRange());
  const wanted = await source.read(offset + from, size);
  const same = wanted.every((byte, index) => there[index] === byte);
  copy.destroy();
  return same;
}

Comlink.expose(upload);
