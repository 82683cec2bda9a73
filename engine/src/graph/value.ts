/** What flows through a graph: values with static shapes, and the nodes that make them. */
import { GraphError } from './errors.ts';

/** Element types that numbers are computed in: what a graph's weights and products may be. */
export type Precision = 'float32' | 'float16';

/** Element types that the engine's graphs use, by their ONNX names. */
export type ElementType = Precision | 'int64' | 'bool';

/** Static dimensions, outermost first. A scalar is `[]`. */
export type Shape = readonly number[];

/** What may be asked of the graph that a value is in, so that it can be built on; `Graph` is the class that answers. */
export interface GraphOfValues {
  readonly precision: Precision;
  /** See `Graph`'s constructor. */
  readonly scoreBytes: number;
  readonly nodes: readonly Node[];
  input(name: string, shape: Shape, elementType?: ElementType): Value;
  constant(data: readonly number[] | Float32Array, shape: Shape, precision?: Precision): Value;
  scalar(number: number, precision?: Precision): Value;
  integers(data: readonly number[]): Value;
  apply(
    operator: Operator,
    inputs: readonly Value[],
    shape: Shape,
    attributes?: Readonly<Record<string, Attribute>>,
    elementType?: ElementType,
  ): Value;
  output(name: string, value: Value): void;
}

/** A tensor in a graph: an input, a weight, a constant or the result of a node. */
export interface Value {
  readonly graph: GraphOfValues;
  /** Unique within the graph. For weights the checkpoint's own tensor name. */
  readonly name: string;
  readonly shape: Shape;
  readonly elementType: ElementType;
}

/** An attribute's value as ONNX knows it: `number` is a float unless wrapped by `int`. */
export type Attribute = { float: number } | { int: number } | { ints: readonly number[] } | { string: string };

/** One application of an operator. */
export interface Node {
  readonly operator: Operator;
  readonly inputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly output: Value;
}

/** The gradient of a part of an input: rows from `start` on along `axis`; elsewhere it is zero. */
export interface PartialGradient {
  readonly axis: number;
  readonly start: number;
  readonly part: Value;
}

/** The gradients with respect to a node's inputs, in their order; null where none is asked for or none exists. */
export type InputGradients = readonly (Value | PartialGradient | null)[];

/** What the library knows of an operator beside its ONNX name. The output shape is known where it is applied. */
export interface Operator {
  /** ONNX operator type, e.g. `Gemm`, or a name of our own where it is made of several (`expand`). */
  readonly type: string;
  /**
   * Builds the gradients with respect to the inputs from the gradient of the output
   * (reverse-mode differentiation, one vector-Jacobian product).
   * `needs[i]` tells whether the gradient of input i is used. Operands are the node's own inputs: a graph's copy has
   * the same operators.
   * Null for operators that are never differentiated through.
   */
  readonly gradient: ((node: Node, outputGradient: Value, needs: readonly boolean[]) => InputGradients) | null;
  /** Of an operator that ONNX doesn't have: what it is made of, put in its place once the graph is whole. */
  readonly expand?: (inputs: readonly Value[]) => Value;
  /** Where in ONNX's list of inputs each input stands, for operators with optional inputs that are left out. */
  readonly inputPositions?: readonly number[];
  /** True where ONNX asks for a parameter in float32 whatever the first input is. */
  readonly mixesTypes?: boolean;
}

/** The element type of a value that holds floating-point numbers. Throws GraphError for one that doesn't. */
export function precisionOf({ name, elementType }: Value): Precision {
  if (elementType === 'float32' || elementType === 'float16') return elementType;
  throw new GraphError(`${name} holds ${elementType}, no floating-point numbers`);
}

/** Number of elements of a shape. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = { float32: 4, float16: 2, int64: 8, bool: 1 };

/** Bytes that a value takes. */
export function byteCount({ shape, elementType }: Pick<Value, 'shape' | 'elementType'>): number {
  return elementCount(shape) * ELEMENT_BYTES[elementType];
}

/** Whether two shapes are the same. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
