/**
 * Every graph of the studio on WebGPU in float16. A rounding is 5e-4 at most; a net is some ten to a hundred of them,
 * one after the other.
 */
import { describeScaledSteps } from '../engine/training/scaledSteps.ts';
import { nodeLane } from '../parity/nodeLane.ts';
import { relativeError } from '../parity/relativeError.ts';
import { type Comparison, holdKernels, type ModelName } from './holdKernels.ts';
import { largestError } from './largestError.ts';
import { webGpuLane } from './webgpu.ts';

const lane = webGpuLane('float16');

const largest = { distance: largestError, unit: 'largest |a−b| / largest |b|' };
const overall = { distance: relativeError, unit: '‖a−b‖/‖b‖' };

const GRADIENT: Comparison = {
  ...overall,
  bound: 1.6e-2,
  note: 'Half precision in products and activations; norms, softmax, sums, losses and the optimizer are float32.',
};

/** What half precision can hold, by output. */
const COMPARISONS: Record<string, Comparison> = {
  states: { ...largest, bound: 1e-2 },
  moments: { ...largest, bound: 2e-2 },
  pixels: { ...largest, bound: 2e-2 },
  prediction: { ...largest, bound: 2e-2 },
  loss: { ...overall, bound: 2e-3 },
  losses: { ...overall, bound: 2e-3 },
  gradient: GRADIENT,
  theta: {
    ...overall,
    bound: 1e-2,
    note: 'AdamW’s first steps go by the sign of each gradient: where it is near zero, a rounding turns the step around.',
  },
  skipped: { ...overall, bound: 0 },
};

holdKernels(lane, (graph: string, output: string, model: ModelName) => {
  if (graph === 'DreamBooth, gradient' && output === 'gradient' && model === 'reduced SD 2.x') {
    return {
      ...GRADIENT,
      only: model,
      bound: 8e-2,
      note: 'Random weights whose gradient magnifies roundings: in float32 too it lies six times as far off as the tiny model’s.',
    };
  }
  const comparison = COMPARISONS[output];
  if (!comparison) throw new RangeError(`no bound for ${output}`);
  return comparison;
});

describeScaledSteps(lane.runtime, nodeLane.runtime);
