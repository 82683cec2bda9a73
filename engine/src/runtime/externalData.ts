/**
 * A net's weights as the file of float32 numbers that sessions on the processor read when they are made. In a worker
 * no such file exists: ONNX Runtime Web asks what it was given for one tensor's bytes after the other
 * (`subarray`, while it copies them into wasm's memory), and they are read and widened at that moment, so that a net
 * of 3.4 GB costs the memory of its largest tensor.
 */
import { readChunksNow, readFloat32 } from '../weights/storedValues.ts';
import { elementCount, type StoredTensor } from '../weights/weightFile.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Tensors laid end to end as float32. */
export class ExternalData {
  /** Where each tensor begins, in bytes. */
  private readonly offsets = new Map<string, number>();
  private readonly byOffset = new Map<number, StoredTensor>();
  private readonly size: number;
  /** The numbers in memory, where they can't be read at the moment they are asked for. */
  private packed: Promise<Uint8Array> | null = null;

  constructor(tensors: Iterable<StoredTensor>) {
    let next = 0;
    for (const tensor of tensors) {
      this.offsets.set(tensor.name, next);
      this.byOffset.set(next, tensor);
      next += elementCount(tensor.shape) * BYTES;
    }
    this.size = next;
  }

  /** Bytes from the beginning; 0 for a tensor that isn't there. */
  offsetOf(name: string): number {
    return this.offsets.get(name) ?? 0;
  }

  /**
   * What `externalData` of a session takes. `readsInPieces` says that the runtime asks for a tensor at a time, as
   * onnxruntime-web does; onnxruntime-node wants the whole in memory.
   */
  async file(readsInPieces: boolean): Promise<Uint8Array> {
    if (readsInPieces && [...this.byOffset.values()].every(({ source }) => source.readNow)) {
      // The runtime copies what it is given before it asks for more, so one piece of memory serves all tensors.
      let room = new Uint8Array(0);
      return new LazyBytes(this.size, (begin, end) => {
        if (room.length < end - begin) room = new Uint8Array(end - begin);
        return this.read(begin, room.subarray(0, end - begin));
      });
    }
    this.packed ??= this.pack();
    try {
      return await this.packed;
    } catch (error) {
      this.packed = null;
      throw error;
    }
  }

  private async pack(): Promise<Uint8Array> {
    const whole = new Float32Array(this.size / BYTES);
    for (const [offset, tensor] of this.byOffset) whole.set(await readFloat32(tensor), offset / BYTES);
    return new Uint8Array(whole.buffer);
  }

  /** Fills `whole` with the tensor that begins there. */
  private read(begin: number, whole: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const tensor = this.byOffset.get(begin);
    if (!tensor || whole.length !== elementCount(tensor.shape) * BYTES) {
      throw new RangeError(`no tensor of ${whole.length} bytes lies at ${begin}`);
    }
    for (const { bytes, at } of readChunksNow(tensor, 'float32')) whole.set(bytes, at);
    return whole;
  }
}

/** Looks like an array of so many bytes, and reads those that are asked for. */
class LazyBytes extends Uint8Array<ArrayBuffer> {
  constructor(size: number, read: (begin: number, end: number) => Uint8Array<ArrayBuffer>) {
    super(new ArrayBuffer(0));
    Object.defineProperties(this, {
      byteLength: { value: size },
      length: { value: size },
      subarray: { value: (begin: number, end: number) => read(begin, end) },
    });
  }
}
