/** Fills GPU buffers with weights, a piece at a time. */
import { byteLengthIn, CHUNK_BYTES, type NumberFormat, readChunks } from '../weights/storedValues.ts';
import type { StoredTensor } from '../weights/weightFile.ts';

/** Sizes of GPU buffers and of writes into them are multiples of this many bytes. */
const GPU_ALIGNMENT = 4;

/** Bytes on their way to the GPU, beyond which the upload waits: the browser holds a copy of each until it is there. */
const BYTES_UNDERWAY = 4 * CHUNK_BYTES;

/** Uploads to one device: what they have underway together is bounded. */
export class GpuUpload {
  private underway = 0;

  constructor(private readonly device: GPUDevice) {}

  /** A new buffer with the tensor's numbers. Throws what reading the tensor throws; the buffer is freed then. */
  async fill(tensor: StoredTensor, format: NumberFormat): Promise<GPUBuffer> {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = this.device.createBuffer({ size: aligned(byteLengthIn(tensor, format)), usage });
    try {
      for await (const { bytes, at } of readChunks(tensor, format)) {
        this.device.queue.writeBuffer(buffer, at, padded(bytes));
        await this.wait(bytes.byteLength);
      }
    } catch (error) {
      buffer.destroy();
      throw error;
    }
    return buffer;
  }

  private async wait(written: number): Promise<void> {
    this.underway += written;
    if (this.underway < BYTES_UNDERWAY) return;
    this.underway = 0;
    await this.device.queue.onSubmittedWorkDone();
  }
}

function aligned(size: number): number {
  return Math.ceil(size / GPU_ALIGNMENT) * GPU_ALIGNMENT;
}

function padded(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const size = aligned(bytes.byteLength);
  if (size === bytes.byteLength) return bytes;
  const whole = new Uint8Array(size);
  whole.set(bytes);
  return whole;
}
