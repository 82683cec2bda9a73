/** The losses of a run as curves with names, for files that other programs draw. */
import type { TrainedOrigin } from '../../../contract/runs/runs.ts';

export interface LossCurve {
  /** As TensorBoard groups curves: what stands before the slash. */
  tag: string;
  points: readonly { step: number; value: number }[];
}

/** Curves that have points; a loss that is no number is among them as it was. */
export function lossCurves({ losses, evaluations = [] }: Pick<TrainedOrigin, 'losses' | 'evaluations'>): LossCurve[] {
  const curve = <P extends { step: number }>(tag: string, points: readonly P[], of: (point: P) => number | null) => ({
    tag,
    points: points.flatMap((point) => {
      const value = of(point);
      return value === null ? [] : [{ step: point.step, value }];
    }),
  });
  return [
    curve('loss/instance', losses, ({ instance }) => instance),
    curve('loss/prior', losses, ({ prior }) => prior),
    curve('evaluation/trained', evaluations, ({ trained }) => trained),
    curve('evaluation/held_out', evaluations, ({ heldOut }) => heldOut),
  ].filter(({ points }) => points.length > 0);
}

/** A table with a row for each step and a column for each curve (RFC 4180); empty where a curve has no point. */
export function lossTable(curves: readonly LossCurve[]): string {
  const columns = curves.map(({ points }) => new Map(points.map(({ step, value }) => [step, value])));
  const steps = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  const rows = [
    ['step', ...curves.map(({ tag }) => tag)],
    ...steps.map((step) => [String(step), ...columns.map((column) => String(column.get(step) ?? ''))]),
  ];
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}
