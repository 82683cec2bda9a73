/**
 * Pictures whose edges meet: convolutions that look past an edge see what lies at the opposite one, as PyTorch's
 * `padding_mode='circular'`. Attention and normalisation know of no edges.
 */
import { concat, slice } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';

/** Which edges meet. */
export interface Seamless {
  /** The left one and the right one. */
  across: boolean;
  /** The upper one and the lower one. */
  down: boolean;
  /**
   * Which of both pairs meets moved by half a side, as in a cloth whose every other column (`columns`, a half-drop) or row
   * (`rows`, a brick) is moved; that pair has to meet. Neither where left out.
   */
  moved?: 'columns' | 'rows';
}

/** Padding of [top, left, bottom, right]. */
type Padding = readonly [number, number, number, number];

const ROWS = 2;
const COLUMNS = 3;

/** Puts what lies at the opposite edges beside x [b, c, h, w], as far as these meet; gives the padding that is left. */
export function meetEdges(x: Value, [top, left, bottom, right]: Padding, edges: Seamless): [Value, Padding] {
  const { across, down, moved } = edges;
  const pairs: Edges[] = [
    { axis: COLUMNS, before: left, after: right, meet: across, byHalf: moved === 'columns' },
    { axis: ROWS, before: top, after: bottom, meet: down, byHalf: moved === 'rows' },
  ];
  // The pair that meets straight comes second: it takes what was put beside the other pair along.
  const inOrder = moved === 'rows' ? pairs.toReversed() : pairs;
  const wider = inOrder.reduce((seen, pair) => (pair.meet ? repeatEdges(seen, pair) : seen), x);
  return [wider, [down ? 0 : top, across ? 0 : left, down ? 0 : bottom, across ? 0 : right]];
}

/** Two opposite edges, and how far convolutions look past them. */
interface Edges {
  axis: typeof ROWS | typeof COLUMNS;
  before: number;
  after: number;
  meet: boolean;
  /** Whether each meets the other moved by half a side. */
  byHalf: boolean;
}

/** The last `before` lines in front of an axis, its first `after` ones behind it. */
function repeatEdges(x: Value, { axis, before, after, byHalf }: Edges): Value {
  const length = x.shape[axis] as number;
  const beside = (part: Value) => (byHalf ? movedByHalf(part, axis === COLUMNS ? ROWS : COLUMNS) : part);
  const parts = [
    ...(before > 0 ? [beside(slice(x, axis, length - before, length))] : []),
    x,
    ...(after > 0 ? [beside(slice(x, axis, 0, after))] : []),
  ];
  return parts.length === 1 ? x : concat(parts, axis);
}

/** What leaves at the end of an axis comes in at its beginning. */
function movedByHalf(x: Value, axis: 2 | 3): Value {
  const length = x.shape[axis] as number;
  const half = Math.floor(length / 2);
  return half === 0 ? x : concat([slice(x, axis, length - half, length), slice(x, axis, 0, length - half)], axis);
}

/** For the names that programs are kept under. */
export function seamlessKey(seamless: Seamless | null | undefined): string {
  if (!seamless) return '';
  const { across, down, moved } = seamless;
  return `${across ? ' across' : ''}${down ? ' down' : ''}${moved ? ` moved ${moved}` : ''}`;
}
