/**
 * The plan of one training step: its graphs in the order in which they run, and what lies on the device between them. The
 * trainer carries it out, and memory is planned from it.
 */

import type { Graph } from '../../graph/graph.ts';
import type { Stage } from '../../graph/segments/stages.ts';
import { byteCount, elementCount } from '../../graph/value.ts';
import type { UNetSizes } from '../../pipeline/unetInputs.ts';
import { ADAMW, type AdamWSettings, MAX_GRADIENT_NORM } from './optimizer.ts';
import {
  type GradientPiece,
  gradientStages,
  stepGraph,
  stepState,
  type TrainingPass,
  type UpdateRules,
  updateGraph,
} from './trainingGraph.ts';

/** What decides how θ moves in a step, and how the step is cut up. */
export interface StepRules {
  adamW: AdamWSettings;
  /** The gradient is scaled down to this norm; 0 leaves it as it is. */
  maxGradientNorm: number;
  /** Decay of the moving average that is learnt instead of θ itself, from 0 to below 1; 0 keeps none. */
  averageDecay: number;
  /** Batches whose gradients are summed before θ moves: as one that is so many times larger, in the memory of one. */
  accumulation: number;
  /**
   * Parts that the nets are cut into, so that gradients take less memory and more time; 0 leaves them whole where that
   * takes little memory, and else makes as many as are of use.
   */
  segments: number;
}

/** DreamBooth's rules in diffusers, where nothing else is asked for. */
export function stepRules({
  adamW = ADAMW,
  maxGradientNorm = MAX_GRADIENT_NORM,
  averageDecay = 0,
  accumulation = 1,
  segments = 0,
}: Partial<StepRules> = {}): StepRules {
  return { adamW, maxGradientNorm, averageDecay, accumulation, segments };
}

/** All that a step's graphs depend on. */
export interface StepDescription {
  /** Builds the forward pass of one batch, in a graph of its own. */
  pass: () => TrainingPass;
  /**
   * Builds the graph that completes the `target` of batches which don't bring one for each sample: from their `givenTarget`,
   * what they do bring, and what else the method feeds. Left out where all batches bring all of it.
   */
  ownTarget?: () => Graph;
  /** Sizes of one batch. */
  sizes: UNetSizes;
  rules: StepRules;
}

/** A step's graphs; what one puts out under the name of a later one's input is handed on. */
export interface StepPlan {
  /** The one that completes the target of a batch that lacks some of it; null where none does. */
  target: Stage | null;
  /** Those that run for each batch. */
  batch: Stage[];
  /** The one that moves θ once all batches have run; null where the batch's only graph does so too. */
  update: Stage | null;
  /** What `batch` leaves of the gradient for `update`, see `pieceNames`; none where there is no `update`. */
  pieces: GradientPiece[];
  /** What stays on the device from step to step, see `stepState`. */
  state: Readonly<Record<string, string>>;
}

/** Plans a step; where it is one batch that is not cut, one graph does all of it. */
export function planStep({ pass: build, ownTarget, rules }: Omit<StepDescription, 'sizes'>): StepPlan {
  const target = ownTarget ? { name: 'own target', graph: ownTarget() } : null;
  const pass = build();
  const { precision } = pass.graph;
  const update = updateRules(rules);
  const state = stepState(precision, update);
  const segments = rules.segments === 0 ? automaticSegments(pass.graph) : rules.segments;
  if (rules.accumulation === 1 && segments === 1) {
    return { target, batch: [{ name: 'step', graph: stepGraph(pass, update) }], update: null, pieces: [], state };
  }
  const { stages, pieces } = gradientStages(pass, segments, rules.accumulation > 1);
  const graph = updateGraph(elementCount(pass.theta.shape), precision, update, pieces);
  return { target, batch: stages, update: { name: 'update', graph }, pieces, state };
}

/** All graphs of a step. */
export function stagesOf({ target, batch, update }: StepPlan): Stage[] {
  return [...(target ? [target] : []), ...batch, ...(update ? [update] : [])];
}

function updateRules({ adamW, maxGradientNorm, averageDecay }: StepRules): UpdateRules {
  return { ...adamW, maxGradientNorm, averaged: averageDecay > 0 };
}

/**
 * Nets that compute no more than this in their forward pass are left whole by themselves: every batch of the embedded
 * model is, and nothing of Stable Diffusion's size. What a gradient holds is about as much.
 */
const WHOLE_BYTES = 1.5 * 2 ** 30;

function automaticSegments({ nodes }: Graph): number {
  const bytes = nodes.reduce((sum, { output }) => sum + byteCount(output), 0);
  return bytes <= WHOLE_BYTES ? 1 : Number.POSITIVE_INFINITY;
}
