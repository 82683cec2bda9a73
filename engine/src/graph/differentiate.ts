/** Reverse-mode differentiation: the backward graph from the forward graph, in the same graph. */
import { GraphError } from './errors.ts';
import { add } from './operators/arithmetic.ts';
import { concat, expand } from './operators/layout.ts';
import { type PartialGradient, precisionOf, type Value } from './value.ts';

/** What has reached a value so far: whole gradients and gradients of parts. */
interface Arrived {
  whole: Value | null;
  parts: PartialGradient[];
}

/**
 * The gradients of Σ output · outputGradient with respect to `targets`, in their order.
 * Only nodes between the targets and the outputs are walked.
 * Throws GraphError where a target does not reach the outputs, or an operator on the way has no gradient.
 */
export function differentiate(outputs: ReadonlyMap<Value, Value>, targets: readonly Value[]): Value[] {
  const [firstTarget] = targets;
  if (!firstTarget) return [];
  const forward = [...firstTarget.graph.nodes];
  const needed = reachedFrom(targets);

  const arrived = new Map<Value, Arrived>();
  const deliver = (value: Value, gradient: Value | PartialGradient): void => {
    const known = arrived.get(value) ?? { whole: null, parts: [] };
    if ('part' in gradient) known.parts.push(gradient);
    else known.whole = known.whole ? add(known.whole, gradient) : gradient;
    arrived.set(value, known);
  };
  for (const [output, gradient] of outputs) deliver(output, gradient);

  for (const node of forward.reverse()) {
    const reached = arrived.get(node.output);
    if (!reached || !needed.has(node.output)) continue;
    const needs = node.inputs.map((input) => needed.has(input));
    if (!needs.includes(true)) continue;
    if (!node.operator.gradient) throw new GraphError(`${node.operator.type} has no gradient`);
    const gradients = node.operator.gradient(node, gather(node.output, reached), needs);
    node.inputs.forEach((input, i) => {
      const gradient = gradients[i];
      if (needs[i] && gradient) deliver(input, gradient);
    });
  }

  return targets.map((target) => {
    const reached = arrived.get(target);
    if (!reached) throw new GraphError(`${target.name} does not reach the output`);
    return gather(target, reached);
  });
}

/** Every value that depends on one of `targets`, themselves among them: what gradients have to pass. */
export function reachedFrom(targets: readonly Value[]): Set<Value> {
  const reached = new Set<Value>(targets);
  for (const { inputs, output } of targets[0]?.graph.nodes ?? []) {
    if (inputs.some((input) => reached.has(input))) reached.add(output);
  }
  return reached;
}

/** One gradient from whole ones and parts. */
function gather(value: Value, { whole, parts }: Arrived): Value {
  const joined = joinParts(value, parts);
  if (whole && joined) return add(whole, joined);
  const gradient = whole ?? joined;
  if (!gradient) throw new GraphError(`no gradient reached ${value.name}`);
  return gradient;
}

/**
 * Parts that lie side by side become one concatenation, with zeros in the gaps; parts that overlap
 * are added. So the halves of a gated layer cost one copy and no sum.
 */
function joinParts(value: Value, parts: readonly PartialGradient[]): Value | null {
  let sum: Value | null = null;
  let rest = [...parts].sort((a, b) => a.axis - b.axis || a.start - b.start);
  while (rest[0]) {
    const { axis } = rest[0];
    const row: Value[] = [];
    const left: PartialGradient[] = [];
    let end = 0;
    for (const candidate of rest) {
      if (candidate.axis !== axis || candidate.start < end) {
        left.push(candidate);
        continue;
      }
      if (candidate.start > end) row.push(zeros(value, axis, candidate.start - end));
      row.push(candidate.part);
      end = candidate.start + (candidate.part.shape[axis] as number);
    }
    const length = value.shape[axis] as number;
    if (end < length) row.push(zeros(value, axis, length - end));
    const joined = concat(row, axis);
    sum = sum ? add(sum, joined) : joined;
    rest = left;
  }
  return sum;
}

function zeros(value: Value, axis: number, length: number): Value {
  const shape = value.shape.map((dimension, i) => (i === axis ? length : dimension));
  return expand(
    value.graph.constant(
      [0],
      shape.map(() => 1),
      precisionOf(value),
    ),
    shape,
  );
}
