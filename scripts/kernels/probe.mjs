/** Ends with 0 where ONNX Runtime's WebGPU provider computes in the precision that is named: `float32` or `float16`. */
import process from 'node:process';
import ort from 'onnxruntime-node';

/** ONNX's numbers of the element types. @type {Record<string, number>} */
const ELEMENT_TYPES = { float32: 1, float16: 10 };
const COUNT = 4;

/** A protobuf field: bytes with their length, or a small whole number. @param {number} number @param {number[] | number | string} value @returns {number[]} */
function field(number, value) {
  if (typeof value === 'number') return [number << 3, value];
  const bytes = typeof value === 'string' ? [...new TextEncoder().encode(value)] : value;
  return [(number << 3) | 2, bytes.length, ...bytes];
}

/** y = |x| as an ONNX model (field numbers of onnx.proto). @param {number} type */
function model(type) {
  const shape = field(2, field(1, field(1, COUNT)));
  const value = (/** @type {string} */ name) => [
    ...field(1, name),
    ...field(2, field(1, [...field(1, type), ...shape])),
  ];
  const node = [...field(1, 'x'), ...field(2, 'y'), ...field(4, 'Abs')];
  const graph = [...field(1, node), ...field(2, 'g'), ...field(11, value('x')), ...field(12, value('y'))];
  return Uint8Array.from([...field(1, 10), ...field(7, graph), ...field(8, field(2, 21))]);
}

const precision = process.argv[2] ?? 'float32';
const session = await ort.InferenceSession.create(model(ELEMENT_TYPES[precision] ?? 1), {
  executionProviders: ['webgpu'],
  extra: { session: { disable_cpu_ep_fallback: '1' } },
});
// −1 in both formats.
const data = precision === 'float16' ? new Uint16Array(COUNT).fill(0xbc00) : new Float32Array(COUNT).fill(-1);
const { y } = await session.run({ x: new ort.Tensor(/** @type {'float32'} */ (precision), data, [COUNT]) });
const found = Array.from(/** @type {ArrayLike<number>} */ (y?.data ?? []));
// A float16 one is 0x3c00 where JavaScript has no half type.
process.exit(found.length === COUNT && found.every((number) => number === 1 || number === 0x3c00) ? 0 : 1);
