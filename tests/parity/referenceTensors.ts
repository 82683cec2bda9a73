/** Numbers that the reference computed, by name, as float32 with their shapes. */
import { parseSafetensors } from '@weft/engine';
import { toFloat32, type WeightTensor } from '@weft/engine/internal';

/** One reference tensor. */
export interface ReferenceTensor {
  shape: number[];
  data: Float32Array;
}

/** The tensors of one `expected.safetensors`. */
export class ReferenceTensors {
  private readonly tensors: Map<string, WeightTensor>;

  /** Throws WeightsError where the bytes are no safetensors file. */
  constructor(bytes: Uint8Array) {
    this.tensors = parseSafetensors(bytes).tensors;
  }

  /** Whether there is a tensor of this name. */
  has(name: string): boolean {
    return this.tensors.has(name);
  }

  /** The names that begin so, in the file's order. */
  names(start: string): string[] {
    return [...this.tensors.keys()].filter((name) => name.startsWith(start));
  }

  /** Whole numbers (int32) as they are. Throws RangeError where there are none of that name. */
  integers(name: string): Int32Array {
    const tensor = this.tensors.get(name);
    if (tensor?.dtype !== 'I32') throw new RangeError(`the reference has no whole numbers ${name}`);
    return new Int32Array(tensor.bytes.slice().buffer);
  }

  /** A tensor's numbers; whole numbers (int32) become float32 too. Throws RangeError where there is none. */
  get(name: string): ReferenceTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new RangeError(`the reference has no ${name}`);
    const data =
      tensor.dtype === 'I32' ? Float32Array.from(new Int32Array(tensor.bytes.slice().buffer)) : toFloat32(tensor);
    return { shape: tensor.shape, data };
  }
}
