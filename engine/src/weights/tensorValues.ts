/** Weight tensors to and from arrays of numbers. */
import { decodeBfloat16, decodeHalf } from './halfFloat.ts';
import { DTYPE_BYTES, type WeightTensor } from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

/**
 * The tensor's values as float32, row-major, always in memory of their own (safe to transfer or to
 * change). F16 and BF16 widen exactly, F64 rounds.
 * @throws WeightsError for whole-number and truth-value tensors.
 */
export function toFloat32(tensor: WeightTensor): Float32Array<ArrayBuffer> {
  // A copy is made first: typed arrays need alignment, and a view into a file has none.
  switch (tensor.dtype) {
    case 'F32':
      return new Float32Array(copyOf(tensor.bytes));
    case 'F16':
      return decodeHalf(new Uint16Array(copyOf(tensor.bytes)));
    case 'BF16':
      return decodeBfloat16(new Uint16Array(copyOf(tensor.bytes)));
    case 'F64':
      return Float32Array.from(new Float64Array(copyOf(tensor.bytes)));
    default:
      throw new WeightsError(
        `Tensor "${tensor.name}" holds ${tensor.dtype}, not floating-point weights.`,
        'Choose a checkpoint whose weights are F32, F16 or BF16.',
      );
  }
}

/**
 * The one number of a scalar, or of a tensor that holds one alone, whatever type it is of: programs write a LoRA's alpha
 * as whole numbers too. NaN where it holds none or several.
 */
export function scalarOf(tensor: WeightTensor): number {
  const { bytes, dtype } = tensor;
  if (bytes.byteLength !== DTYPE_BYTES[dtype]) return Number.NaN;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (dtype) {
    case 'I64':
      return Number(view.getBigInt64(0, true));
    case 'I32':
      return view.getInt32(0, true);
    case 'U8':
    case 'BOOL':
      return view.getUint8(0);
    default:
      return toFloat32(tensor)[0] as number;
  }
}

/**
 * A float32 tensor for writing, as a view of `values`.
 * @param shape its product must equal the number of values; checked when it is written
 */
export function float32Tensor(name: string, shape: number[], values: Float32Array): WeightTensor {
  return {
    name,
    dtype: 'F32',
    shape,
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

function copyOf(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
