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
  // The pair that meets straight comes second: it takes what was put beside the other pair along.
  const steps = [
    () => across && repeatEdges(COLUMNS, left, right, moved === 'columns'),
    () => down && repeatEdges(ROWS, top, bottom, moved === 'rows'),
  ];
  let wider = x;
  function repeatEdges(axis: 2 | 3, before: number, after: number, byHalf: boolean): void {
    const length = wider.shape[axis] as number;
    const beside = (part: Value) => (byHalf ? movedByHalf(part, axis === COLUMNS ? ROWS : COLUMNS) : part);
    const parts = [
      ...(before > 0 ? [beside(slice(wider, axis, length - before, length))] : []),
      wider,
      ...(after > 0 ? [beside(slice(wider, axis, 0, after))] : []),
    ];
    if (parts.length > 1) wider = concat(parts, axis);
  }
  for (const step of moved === 'rows' ? steps.toReversed() : steps) step();
  return [wider, [down ? 0 : top, across ? 0 : left, down ? 0 : bottom, across ? 0 : right]];
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
