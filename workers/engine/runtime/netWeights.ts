/** The weights of one net, in the precision that a device computes in. */
import type { Tensor } from 'onnxruntime-common';
import { elementCount, type Precision, precisionOf, type Value } from '../graph/value.ts';
import { weightFingerprint } from '../weights/fingerprint.ts';
import { encodeHalf } from '../weights/halfFloat.ts';
import { toFloat32, type WeightFile, WeightsError, type WeightTensor } from '../weights/safetensors.ts';
import type { Runtime } from './runtime.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Sizes of GPU buffers and of writes into them are multiples of this many bytes. */
const GPU_ALIGNMENT = 4;

/** Weights by name. */
export class NetWeights {
  /** Number of parameters. */
  readonly parameters: number;
  /** Tells these weights from others, see `weightFingerprint`. */
  readonly fingerprint: string;
  /** Places in the packed block, in bytes. */
  private readonly places = new Map<string, { offset: number; shape: readonly number[] }>();
  /** The file's own tensors, views of its bytes, until they are packed. */
  private tensors: ReadonlyMap<string, WeightTensor> | null;
  private packed: Uint8Array | null = null;
  private readonly gpuTensors = new Map<string, Tensor>();
  private readonly gpuBuffers: GPUBuffer[] = [];

  /** Takes the tensors of a checkpoint file, whatever precision they are stored in. */
  constructor(
    file: WeightFile,
    /** What messages call it, e.g. `unet`. */
    private readonly label: string,
  ) {
    this.tensors = file.tensors;
    this.fingerprint = weightFingerprint(file.tensors);
    let next = 0;
    for (const [name, { dtype, shape }] of file.tensors) {
      if (dtype.startsWith('I') || dtype === 'U8' || dtype === 'BOOL') continue;
      this.places.set(name, { offset: next * BYTES, shape });
      next += elementCount(shape);
    }
    this.parameters = next;
  }

  /**
   * Every tensor's numbers, little-endian float32, one after the other: what sessions on the processor read from.
   * Packed when first asked for; the file's own bytes are let go then.
   */
  get data(): Uint8Array {
    if (this.packed) return this.packed;
    const numbers = new Float32Array(this.parameters);
    for (const [name, { offset }] of this.places) numbers.set(this.numbersOf(name), offset / BYTES);
    this.packed = new Uint8Array(numbers.buffer);
    this.tensors = null;
    return this.packed;
  }

  /** Whether the checkpoint has a tensor of this name. */
  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Bytes from the start of `data`. */
  offsetOf(name: string): number {
    return this.place(name).offset;
  }

  /** Throws WeightsError where the checkpoint lacks a weight that the graph uses, or has it in another shape. */
  check(weights: Iterable<Value>): void {
    for (const { name, shape } of weights) {
      const found = this.place(name).shape;
      if (found.join() !== shape.join()) {
        throw new WeightsError(
          `The tensor ${name} of ${this.label} is [${found}], but its config asks for [${shape}].`,
          'The weights and the config.json do not belong together; download the model again.',
        );
      }
    }
  }

  /**
   * The weight as a session's input, in the precision that the graph asks for. Where the runtime shares a GPU's device
   * it is a GPU buffer, uploaded when first asked for and shared from then on; elsewhere it lies in the processor's memory.
   */
  tensor(runtime: Runtime, weight: Value): Tensor {
    const { name } = weight;
    const precision = precisionOf(weight);
    const { shape } = this.place(name);
    if (!runtime.gpu) {
      const bytes = this.bytesOf(name, precision).slice();
      return precision === 'float32'
        ? new runtime.ort.Tensor('float32', new Float32Array(bytes.buffer), shape)
        : new runtime.ort.Tensor('float16', new Uint16Array(bytes.buffer), shape);
    }
    const key = `${precision} ${name}`;
    const known = this.gpuTensors.get(key);
    if (known) return known;
    const buffer = this.upload(runtime.gpu, this.bytesOf(name, precision));
    const tensor = runtime.ort.Tensor.fromGpuBuffer(buffer, { dataType: precision, dims: shape });
    this.gpuTensors.set(key, tensor);
    return tensor;
  }

  /** Frees the GPU's copy. Sessions that use it must be released before. */
  release(): void {
    for (const buffer of this.gpuBuffers) buffer.destroy();
    this.gpuBuffers.length = 0;
    this.gpuTensors.clear();
  }

  private upload(device: GPUDevice, bytes: Uint8Array): GPUBuffer {
    const size = Math.ceil(bytes.byteLength / GPU_ALIGNMENT) * GPU_ALIGNMENT;
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size, usage });
    this.gpuBuffers.push(buffer);
    let padded = bytes;
    if (size !== bytes.byteLength) {
      padded = new Uint8Array(size);
      padded.set(bytes);
    }
    device.queue.writeBuffer(buffer, 0, padded as Uint8Array<ArrayBuffer>);
    return buffer;
  }

  /** One tensor's bytes without packing the others. */
  private bytesOf(name: string, precision: Precision): Uint8Array {
    if (precision === 'float16') return this.halvesOf(name);
    const { buffer, byteOffset, byteLength } = this.numbersOf(name);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  private halvesOf(name: string): Uint8Array {
    const tensor = this.tensors?.get(name);
    return tensor?.dtype === 'F16' ? tensor.bytes : new Uint8Array(encodeHalf(this.numbersOf(name)).buffer);
  }

  private numbersOf(name: string): Float32Array {
    const tensor = this.tensors?.get(name);
    if (tensor) return toFloat32(tensor);
    const { offset, shape } = this.place(name);
    return new Float32Array(this.data.buffer, offset, elementCount(shape));
  }

  private place(name: string): { offset: number; shape: readonly number[] } {
    const place = this.places.get(name);
    if (!place) {
      throw new WeightsError(
        `The tensor ${name} of ${this.label} is missing.`,
        'Download the model again, or choose another one.',
      );
    }
    return place;
  }
}
