/**
 * Differentiation segment by segment (gradient checkpointing, Chen et al., arXiv 1604.06174): the one graph is cut into
 * several, which run one after the other. The first one computes what crosses the cuts and keeps that alone; then each
 * segment, the last one first, computes its own values again and from them its gradients. So memory holds what crosses and
 * the inside of one segment. It takes graphs of their own, since a runtime merges and moves what one graph computes twice.
 */
import { differentiate, reachedFrom } from '../differentiate.ts';
import { GraphError } from '../errors.ts';
import type { Graph } from '../graph.ts';
import { GraphCopy } from '../graphCopy.ts';
import { add } from '../operators/index.ts';
import { reachable } from '../reachable.ts';
import type { Value } from '../value.ts';
import { type Segment, segmentsBetween } from './segments.ts';
import type { Stage } from './stages.ts';

/** What is differentiated, all of it in one graph. */
export interface GradientRequest {
  /** Where the gradient comes from, and what arrives there: Σ value · arriving is what is differentiated. */
  seeds: ReadonlyMap<Value, Value>;
  /** What it is wanted for; each of them is used in one segment. */
  targets: readonly Value[];
  /** Further values to put out, by name. */
  outputs: ReadonlyMap<string, Value>;
  /** Numbers of nodes after which the graph is cut, ascending; none leaves it whole. */
  cuts: readonly number[];
}

/** The backward graph of one segment. Whoever asked for it puts out the gradients. */
export interface BackwardStage extends Stage {
  /** Gradients of the targets that the segment uses. */
  gradients: ReadonlyMap<Value, Value>;
  /** The copy of an input of the graph that was cut. */
  copyOf(value: Value): Value;
}

/** Graphs to run in this order: where there are cuts, a forward graph; then the segments' backward graphs. */
export interface SegmentedGradient {
  forward: Stage | null;
  backward: BackwardStage[];
}

/**
 * The graphs that compute the gradients of `targets`. What they hand to each other are outputs and inputs of the same
 * name. Segments that no gradient has to pass have no backward graph.
 * Throws GraphError where a target is used in several segments or does not reach the seeds.
 */
export function segmentedGradient(graph: Graph, { seeds, targets, outputs, cuts }: GradientRequest): SegmentedGradient {
  const roots = new Set<Value>([...outputs.values(), ...[...seeds].flat()]);
  const segments = segmentsBetween(graph, cuts, roots);
  const needed = reachedFrom(targets);
  /** The latest sum of a value's gradients, by the name under which a stage puts it out. */
  const arrived = new Map<Value, string>();
  const kept = new Set<Value>();
  const found = new Set<Value>();
  const backward: BackwardStage[] = [];

  for (const [index, segment] of [...segments.entries()].reverse()) {
    const isLast = index === segments.length - 1;
    const passed = [...segment.given].filter((value) => needed.has(value));
    if (!isLast && passed.length === 0) continue;
    const copy = copySegment(graph, segment, isLast ? [...roots, ...passed] : passed);
    const { target } = copy;

    const arriving = new Map<Value, Value>();
    for (const value of passed) {
      arriving.set(copy.of(value), target.input(arrived.get(value) as string, value.shape, value.elementType));
    }
    if (isLast) for (const [value, gradient] of seeds) arriving.set(copy.of(value), copy.of(gradient));
    const borders = [...segment.taken].filter((value) => needed.has(value) && copy.has(value));
    const own = targets.filter((value) => copy.has(value));
    const gradients = differentiate(
      arriving,
      [...borders, ...own].map((value) => copy.of(value)),
    );

    for (const [i, value] of borders.entries()) {
      const later = arrived.get(value);
      const gradient = gradients[i] as Value;
      const name = `gradient.${value.name}@${index}`;
      target.output(name, later ? add(target.input(later, value.shape, value.elementType), gradient) : gradient);
      arrived.set(value, name);
    }
    for (const value of own) {
      if (found.has(value)) throw new GraphError(`${value.name} is used in several segments`);
      found.add(value);
    }
    if (isLast) for (const [name, value] of outputs) target.output(name, copy.of(value));
    const used = reachable(target, [...target.outputs.values(), ...gradients]);
    for (const value of segment.taken) if (copy.has(value) && used.has(copy.of(value))) kept.add(value);
    backward.push({
      name: segments.length === 1 ? 'gradient' : `segment ${index + 1} of ${segments.length}`,
      graph: target,
      gradients: new Map(own.map((value, i) => [value, gradients[borders.length + i] as Value])),
      copyOf: (value) => copy.of(value),
    });
  }

  const missing = targets.find((value) => !found.has(value));
  if (missing) throw new GraphError(`${missing.name} does not reach the output`);
  return { forward: kept.size === 0 ? null : forwardStage(graph, kept), backward };
}

/** A graph with what a segment needs to compute `roots`; what it takes from earlier ones are inputs. */
function copySegment(graph: Graph, { end, taken }: Segment, roots: readonly Value[]): GraphCopy {
  const copy = new GraphCopy(graph);
  const wanted = new Set(roots);
  const nodes = graph.nodes.slice(0, end).reverse();
  const own = nodes.filter(({ output, inputs }) => {
    if (!wanted.has(output) || taken.has(output)) return false;
    for (const input of inputs) wanted.add(input);
    return true;
  });
  for (const value of taken) {
    if (wanted.has(value)) copy.place(value, copy.target.input(borderName(value), value.shape, value.elementType));
  }
  for (const node of own.reverse()) copy.apply(node);
  return copy;
}

function forwardStage(graph: Graph, kept: ReadonlySet<Value>): Stage {
  const copy = new GraphCopy(graph);
  const used = reachable(graph, kept);
  for (const node of graph.nodes) if (used.has(node.output)) copy.apply(node);
  for (const value of kept) copy.target.output(borderName(value), copy.of(value));
  return { name: 'forward', graph: copy.target };
}

function borderName(value: Value): string {
  return `border.${value.name}`;
}
