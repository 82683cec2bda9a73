/**
 * What a WebGPU device holds, byte by byte: every buffer that is created on it and destroyed. Wraps the browser's own
 * objects, so it must be there before the runtime opens.
 */

/** One moment: a buffer came or went. */
interface Change {
  bytes: number;
  /** Live bytes after it. */
  live: number;
}

/** Counts the buffers of all devices of this worker from now on. */
export class GpuMeter {
  private live = 0;
  private peakBytes = 0;
  readonly changes: Change[] = [];
  private readonly sizes = new WeakMap<GPUBuffer, number>();
  /** Buffers that were dropped without being destroyed: theirs goes when the browser collects them. */
  private readonly dropped = new FinalizationRegistry<number>((bytes) => this.change(-bytes));

  constructor() {
    const meter = this;
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      meter.sizes.set(buffer, descriptor.size);
      meter.dropped.register(buffer, descriptor.size, buffer);
      meter.change(descriptor.size);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function () {
      const bytes = meter.sizes.get(this);
      if (bytes !== undefined) {
        meter.sizes.delete(this);
        meter.dropped.unregister(this);
        meter.change(-bytes);
      }
      return destroy.call(this);
    };
  }

  /** Live bytes now. */
  get bytes(): number {
    return this.live;
  }

  /** The most that was live since `restart`. */
  get peak(): number {
    return this.peakBytes;
  }

  /** Forgets what was. */
  restart(): void {
    this.peakBytes = this.live;
    this.changes.length = 0;
  }

  private change(bytes: number): void {
    this.live += bytes;
    this.peakBytes = Math.max(this.peakBytes, this.live);
    this.changes.push({ bytes, live: this.live });
  }
}
