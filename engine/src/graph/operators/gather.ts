/** Looking up rows of a table. */
import type { Operator, Value } from '../value.ts';

const gatherOperator: Operator = { type: 'Gather', gradient: null };

/** Rows of a table [n, d] by their indices (int64, any shape): [...indices, d]. Not differentiable here. */
export function gatherRows(table: Value, indices: Value): Value {
  const shape = [...indices.shape, table.shape[1] as number];
  return table.graph.apply(gatherOperator, [table, indices], shape, { axis: { int: 0 } });
}
