/**
 * The weights of one net, in the precision that a device computes in. They stay in their files; what a device needs of
 * them is read when a program is bound, and freed again by `release`.
 */
import type { Tensor } from 'onnxruntime-common';
import { type Precision, precisionOf, type Value } from '../graph/value.ts';
import { weightFingerprint } from '../weights/fingerprint.ts';
import { requireTensor, requireWeights } from '../weights/requireWeights.ts';
import { holdsNumbers, readChunks, readFloat32 } from '../weights/storedValues.ts';
import { elementCount, type StoredTensor, type StoredTensors } from '../weights/weightFile.ts';
import { ExternalData } from './externalData.ts';
import { GpuUpload } from './gpuUpload.ts';
import { atRuntimeBorder } from './outOfMemory.ts';
import type { Runtime } from './runtime.ts';

/** Weights by name. */
export class NetWeights {
  /** Number of parameters. */
  readonly parameters: number;
  /** As the file that sessions on the processor read from. */
  readonly external: ExternalData;
  private readonly tensors: ReadonlyMap<string, StoredTensor>;
  private readonly gpuTensors = new Map<string, Promise<Tensor>>();
  private readonly gpuBuffers: GPUBuffer[] = [];
  private gpuUpload: GpuUpload | null = null;

  private constructor(
    tensors: StoredTensors,
    /** Tells these weights from others, see `weightFingerprint`. */
    readonly fingerprint: string,
    /** What messages call it, e.g. `unet`. */
    private readonly label: string,
  ) {
    this.tensors = new Map([...tensors].filter(([, tensor]) => holdsNumbers(tensor)));
    this.external = new ExternalData(this.tensors.values());
    this.parameters = [...this.tensors.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
  }

  /** Takes the tensors of a checkpoint, whatever precision they are stored in; reads no more than a fingerprint of them. */
  static async open(tensors: StoredTensors, label: string): Promise<NetWeights> {
    return new NetWeights(tensors, await weightFingerprint(tensors), label);
  }

  /** Whether the checkpoint has a tensor of this name. */
  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** Throws WeightsError where the checkpoint lacks a weight that the graph uses, or has it in another shape. */
  check(weights: Iterable<Value>): void {
    requireWeights(this.tensors, weights, this.label);
  }

  /**
   * The weight as a session's input, in the precision that the graph asks for. Where the runtime shares a GPU's device
   * it is a GPU buffer, uploaded when first asked for and shared from then on; elsewhere it lies in the processor's memory.
   * Throws WeightsError where it is missing, OutOfMemoryError, and what reading it throws.
   */
  tensor(runtime: Runtime, weight: Value): Promise<Tensor> {
    const stored = this.stored(weight.name);
    const precision = precisionOf(weight);
    const key = `${precision} ${weight.name}`;
    if (!runtime.gpu) return inMemory(runtime, stored, precision);
    const known = this.gpuTensors.get(key);
    if (known) return known;
    const tensor = this.upload(runtime, runtime.gpu, stored, precision);
    this.gpuTensors.set(key, tensor);
    tensor.catch(() => this.gpuTensors.delete(key));
    return tensor;
  }

  /** All numbers of a weight, row-major, in memory of their own. Throws WeightsError where it is missing, and what reading it throws. */
  numbers(name: string): Promise<Float32Array> {
    return readFloat32(this.stored(name));
  }

  /** Frees the GPU's copy; it is uploaded again when it is asked for. Sessions that use it must be released before. */
  release(): void {
    for (const buffer of this.gpuBuffers) buffer.destroy();
    this.gpuBuffers.length = 0;
    this.gpuTensors.clear();
  }

  private async upload(runtime: Runtime, device: GPUDevice, stored: StoredTensor, precision: Precision) {
    this.gpuUpload ??= new GpuUpload(device);
    const { gpuUpload } = this;
    const buffer = await atRuntimeBorder(() => gpuUpload.fill(stored, precision));
    this.gpuBuffers.push(buffer);
    return runtime.ort.Tensor.fromGpuBuffer(buffer, { dataType: precision, dims: stored.shape });
  }

  private stored(name: string): StoredTensor {
    return requireTensor(this.tensors, name, this.label);
  }
}

async function inMemory({ ort }: Runtime, stored: StoredTensor, precision: Precision): Promise<Tensor> {
  const { shape } = stored;
  const numbers =
    precision === 'float32' ? new Float32Array(elementCount(shape)) : new Uint16Array(elementCount(shape));
  const whole = new Uint8Array(numbers.buffer);
  for await (const { bytes, at } of readChunks(stored, precision)) whole.set(bytes, at);
  return numbers instanceof Float32Array
    ? new ort.Tensor('float32', numbers, shape)
    : new ort.Tensor('float16', numbers, shape);
}
