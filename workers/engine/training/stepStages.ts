/** The graphs of one training step, in the order in which they run. */
import type { Stage } from '../graph/segments/stages.ts';
import { elementCount } from '../graph/value.ts';
import {
  type GradientPiece,
  gradientStages,
  stepGraph,
  type TrainingPass,
  type UpdateRules,
  updateGraph,
} from './trainingGraph.ts';

/** How a step is cut up. */
export interface StepCuts {
  rules: UpdateRules;
  /** Batches whose gradients are summed. */
  accumulation: number;
  /** Segments of the nets. */
  segments: number;
}

/** A whole step in one graph; or the graphs that run for each of its batches, and the one that then moves θ. */
export type StepStages = { step: Stage } | { batch: Stage[]; update: Stage; pieces: GradientPiece[] };

/** A step's graphs from its forward pass, which is used up. */
export function stepStages(pass: TrainingPass, { rules, accumulation, segments }: StepCuts): StepStages {
  if (accumulation === 1 && segments === 1) return { step: { name: 'step', graph: stepGraph(pass, rules) } };
  const { stages, pieces } = gradientStages(pass, segments, accumulation > 1);
  const update = {
    name: 'update',
    graph: updateGraph(elementCount(pass.theta.shape), pass.graph.precision, rules, pieces),
  };
  return { batch: stages, update, pieces };
}
