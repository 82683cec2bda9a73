/** The weights of one net, as float32, packed into one block of memory that sessions read from. */
import type { Tensor } from 'onnxruntime-common';
import { elementCount, type Value } from '../graph/value.ts';
import { toFloat32, type WeightFile, WeightsError } from '../weights/safetensors.ts';
import type { Runtime } from './runtime.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Weights by name. */
export class NetWeights {
  /** Every tensor's numbers, little-endian float32, one after the other. */
  readonly data: Uint8Array;
  private readonly places = new Map<string, { offset: number; shape: readonly number[] }>();
  private readonly gpuTensors = new Map<string, Tensor>();
  private readonly gpuBuffers: GPUBuffer[] = [];

  /** Takes the tensors of a checkpoint file, whatever precision they are stored in. */
  constructor(
    file: WeightFile,
    /** What messages call it, e.g. `unet`. */
    private readonly label: string,
  ) {
    const count = [...file.tensors.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
    const numbers = new Float32Array(count);
    let next = 0;
    for (const [name, tensor] of file.tensors) {
      if (tensor.dtype.startsWith('I') || tensor.dtype === 'U8' || tensor.dtype === 'BOOL') continue;
      numbers.set(toFloat32(tensor), next);
      this.places.set(name, { offset: next * BYTES, shape: tensor.shape });
      next += elementCount(tensor.shape);
    }
    this.data = new Uint8Array(numbers.buffer);
  }

  /** Number of parameters. */
  get parameters(): number {
    return this.data.byteLength / BYTES;
  }

  /** Whether the checkpoint has a tensor of this name. */
  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Bytes from the start of `data`. */
  offsetOf(name: string): number {
    return this.place(name).offset;
  }

  /** One tensor's bytes, a view of `data`. */
  dataOf(name: string): Uint8Array {
    const { offset, shape } = this.place(name);
    return this.data.subarray(offset, offset + elementCount(shape) * BYTES);
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

  /** The weight as a GPU buffer; uploaded when first asked for, shared from then on. */
  gpuTensor(runtime: Runtime, device: GPUDevice, name: string): Tensor {
    const known = this.gpuTensors.get(name);
    if (known) return known;
    const bytes = this.dataOf(name);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: bytes.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, bytes as Uint8Array<ArrayBuffer>);
    const tensor = runtime.ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: this.place(name).shape });
    this.gpuBuffers.push(buffer);
    this.gpuTensors.set(name, tensor);
    return tensor;
  }

  /** Frees the GPU's copy. Sessions that use it must be released before. */
  release(): void {
    for (const buffer of this.gpuBuffers) buffer.destroy();
    this.gpuBuffers.length = 0;
    this.gpuTensors.clear();
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
