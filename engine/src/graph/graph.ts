/**
 * A graph under construction: its inputs, weights, constants, nodes in the order they were made
 * (which is a topological order), and named outputs. Operators append to it; the ONNX writer and
 * the differentiation read it.
 */
import { encodeHalf } from '../weights/halfFloat.ts';
import { GraphError } from './errors.ts';
import {
  type Attribute,
  type ElementType,
  elementCount,
  type GraphOfValues,
  type Node,
  type Operator,
  type Precision,
  type Shape,
  type Value,
} from './value.ts';

/** Data of a constant, by element type; float16 as bit patterns. */
export type ConstantData = Float32Array | Uint16Array | BigInt64Array;

/** How the processor makes an input from another one before each run. */
export interface Derivation {
  from: Value;
  compute: (numbers: Float32Array) => Float32Array;
}

/**
 * Half of what every WebGPU adapter binds at least (128 MiB), so that softmax and its gradient, which hold a handful of
 * such tensors, stay far below a GPU's memory. The embedded model's attention is well within it.
 */
const SCORE_BYTES = 64 * 2 ** 20;

/** One graph, to become one ONNX model. */
export class Graph implements GraphOfValues {
  readonly inputs: Value[] = [];
  /** The inputs that are not fed but derived. */
  readonly derivations = new Map<Value, Derivation>();
  /** Weights by their checkpoint names; their data is bound when the graph is compiled. */
  readonly weights = new Map<string, Value>();
  readonly constants = new Map<Value, ConstantData>();
  readonly nodes: Node[] = [];
  readonly outputs = new Map<string, Value>();
  /** Numbers of nodes after which few values are still in use: where the graph may be cut, in ascending order. */
  readonly cutPoints: number[] = [];
  private readonly constantsByContent = new Map<string, Value>();

  /**
   * @param precision what the weights are held in, and hence what the nets' products and activations are computed in;
   *   norms, softmax, sums, losses and the optimizer are float32 whatever it is
   * @param scoreBytes what the scores of an attention may take at once, in bytes of float32; larger ones are computed in
   *   chunks
   */
  constructor(
    readonly precision: Precision = 'float32',
    readonly scoreBytes = SCORE_BYTES,
  ) {}

  /** Declares an input that is fed at every run. */
  input(name: string, shape: Shape, elementType: ElementType = 'float32'): Value {
    if (this.inputs.some((input) => input.name === name)) throw new GraphError(`input ${name} is declared twice`);
    const value = this.value(name, shape, elementType);
    this.inputs.push(value);
    return value;
  }

  /** Declares an input that is computed from another one, so that whoever runs the graph feeds that one alone. */
  derivedInput(name: string, shape: Shape, derivation: Derivation): Value {
    const value = this.input(name, shape);
    this.derivations.set(value, derivation);
    return value;
  }

  /** A weight of the checkpoint, in the graph's precision; asked for again it is the same value. */
  weight(name: string, shape: Shape): Value {
    const known = this.weights.get(name);
    if (known) {
      if (known.shape.join() !== shape.join())
        throw new GraphError(`weight ${name} is used as [${shape}] and [${known.shape}]`);
      return known;
    }
    const value = this.value(name, shape, this.precision);
    this.weights.set(name, value);
    return value;
  }

  /** A constant, float32 unless said otherwise; equal constants are one value. */
  constant(data: readonly number[] | Float32Array, shape: Shape, precision: Precision = 'float32'): Value {
    if (data.length !== elementCount(shape)) throw new GraphError(`${data.length} numbers do not fill [${shape}]`);
    const numbers = Float32Array.from(data);
    return this.constantOf(precision === 'float16' ? encodeHalf(numbers) : numbers, shape, precision);
  }

  /** A scalar that broadcasts over anything of its precision. */
  scalar(number: number, precision: Precision = 'float32'): Value {
    return this.constant([number], [], precision);
  }

  /** A vector of whole numbers, as ONNX takes shapes and axes. */
  integers(data: readonly number[]): Value {
    return this.constantOf(BigInt64Array.from(data, BigInt), [data.length], 'int64');
  }

  /** A constant of numbers as they are stored; equal constants are one value. */
  constantOf(data: ConstantData, shape: Shape, elementType: ElementType): Value {
    const key = `${elementType}[${shape}]${data.length <= 16 ? data.join() : `#${this.constants.size}`}`;
    const known = this.constantsByContent.get(key);
    if (known) return known;
    const value = this.value(`constant_${this.constants.size}`, shape, elementType);
    this.constants.set(value, data);
    this.constantsByContent.set(key, value);
    return value;
  }

  /**
   * Applies an operator. Called by the operators' own functions, which know the output's shape, and its element type
   * where it isn't the first input's. Throws GraphError where floating-point inputs differ in type.
   */
  apply(
    operator: Operator,
    inputs: readonly Value[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>> = {},
    elementType?: ElementType,
  ): Value {
    const [first] = inputs;
    if (!first) throw new GraphError(`${operator.type} has no input`);
    for (const input of inputs) {
      if (input.graph !== this) throw new GraphError(`${operator.type} mixes values of two graphs`);
    }
    const used = operator.mixesTypes ? [first] : inputs;
    const types = new Set(used.map((input) => input.elementType).filter((type) => type.startsWith('float')));
    if (types.size > 1) throw new GraphError(`${operator.type} mixes ${[...types].join(' and ')}`);
    const output = this.value(`${operator.type}_${this.nodes.length}`, shape, elementType ?? first.elementType);
    this.nodes.push({ operator, inputs, attributes, output });
    return output;
  }

  /** Names a value that a run gives back. */
  output(name: string, value: Value): void {
    if (this.outputs.has(name)) throw new GraphError(`output ${name} is declared twice`);
    this.outputs.set(name, value);
  }

  /** Marks that the graph may be cut after what has been built so far. */
  markCutPoint(): void {
    const position = this.nodes.length;
    if (position > (this.cutPoints.at(-1) ?? 0)) this.cutPoints.push(position);
  }

  private value(name: string, shape: Shape, elementType: ElementType): Value {
    if (!shape.every((dimension) => Number.isInteger(dimension) && dimension > 0)) {
      throw new GraphError(`${name} has no static shape: [${shape}]`);
    }
    return { graph: this, name, shape, elementType };
  }
}
