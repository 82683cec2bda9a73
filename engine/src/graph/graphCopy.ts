/** Copying what is in one graph into another one. */
import { GraphError } from './errors.ts';
import { Graph } from './graph.ts';
import type { Node, Value } from './value.ts';

/** A graph in the making that takes values from another one. */
export class GraphCopy {
  readonly target: Graph;
  private readonly copies = new Map<Value, Value>();

  constructor(private readonly source: Graph) {
    this.target = new Graph(source.precision, source.scoreBytes);
  }

  /**
   * The copy of a value. Inputs, weights and constants are declared when first asked for; what a node makes must have
   * been copied or placed before: GraphError where it wasn't.
   */
  of(value: Value): Value {
    const known = this.copies.get(value);
    if (known) return known;
    const copy = this.declare(value);
    this.copies.set(value, copy);
    return copy;
  }

  /** Whether there is a copy of a value already. */
  has(value: Value): boolean {
    return this.copies.has(value);
  }

  /** Takes a value of the new graph for the copy of one of the old. */
  place(value: Value, copy: Value): void {
    this.copies.set(value, copy);
  }

  /** Applies the node's operator to the copies of its inputs. */
  apply({ operator, inputs, attributes, output }: Node): void {
    const copies = inputs.map((input) => this.of(input));
    this.place(output, this.target.apply(operator, copies, output.shape, attributes, output.elementType));
  }

  private declare(value: Value): Value {
    const { source, target } = this;
    const { name, shape, elementType } = value;
    const data = source.constants.get(value);
    if (data) return target.constantOf(data, shape, elementType);
    if (source.weights.get(name) === value) return target.weight(name, shape);
    if (!source.inputs.includes(value)) throw new GraphError(`${name} is used before it is copied`);
    const copy = target.input(name, shape, elementType);
    const derivation = source.derivations.get(value);
    if (derivation) target.derivations.set(copy, { ...derivation, from: this.of(derivation.from) });
    return copy;
  }
}
