/** The graphs of one training step, in the order in which they run. */

import type { Graph } from '../../graph/graph.ts';
import type { Stage } from '../../graph/segments/stages.ts';
import { byteCount, elementCount } from '../../graph/value.ts';
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
  /** Segments of the nets; 0 leaves them whole where that takes little memory, and else makes as many as are of use. */
  segments: number;
}

/** A whole step in one graph; or the graphs that run for each of its batches, and the one that then moves θ. */
export type StepStages = { step: Stage } | { batch: Stage[]; update: Stage; pieces: GradientPiece[] };

/**
 * Nets that compute no more than this in their forward pass are left whole by themselves: every batch of the embedded
 * model is, and nothing of Stable Diffusion's size. What a gradient holds is about as much.
 */
const WHOLE_BYTES = 1.5 * 2 ** 30;

function automaticSegments({ nodes }: Graph): number {
  const bytes = nodes.reduce((sum, { output }) => sum + byteCount(output), 0);
  return bytes <= WHOLE_BYTES ? 1 : Number.POSITIVE_INFINITY;
}

/** A step's graphs from its forward pass, which is used up. */
export function stepStages(pass: TrainingPass, { rules, accumulation, segments: asked }: StepCuts): StepStages {
  const segments = asked === 0 ? automaticSegments(pass.graph) : asked;
  if (accumulation === 1 && segments === 1) return { step: { name: 'step', graph: stepGraph(pass, rules) } };
  const { stages, pieces } = gradientStages(pass, segments, accumulation > 1);
  const update = {
    name: 'update',
    graph: updateGraph(elementCount(pass.theta.shape), pass.graph.precision, rules, pieces),
  };
  return { batch: stages, update, pieces };
}
