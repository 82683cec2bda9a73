/**
 * The graphs of a training step of Stable Diffusion 1.5 from its shapes alone: what they hand on, how large their tensors
 * are, and what they cost beside a forward pass.
 */

import {
  attentionModules,
  byteCount,
  countFlops,
  expandOperators,
  loraPass,
  lossGraph,
  planStages,
  planStep,
  stagesOf,
  stepRules,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { STABLE_DIFFUSION_15 } from '../../parity/stableDiffusion15.ts';

const MIB = 2 ** 20;
/** What every WebGPU adapter binds as one buffer. */
const BINDING = 128 * MIB;
const { unet: config } = STABLE_DIFFUSION_15;

/** A pair of samples at a resolution, rank 4 on attention, as the course trains. */
const passAt = (resolution: number) =>
  loraPass({
    config,
    sizes: { batch: 2, height: resolution / 8, width: resolution / 8, textLength: 77 },
    modules: attentionModules(config),
    rank: 4,
    loraAlpha: 32,
    precision: 'float16',
  });

function stepAt(resolution: number) {
  const plan = planStep({ pass: () => passAt(resolution), rules: stepRules() });
  if (!plan.update) throw new Error('the net is not cut');
  return planStages(stagesOf(plan));
}

describe.each([256, 384, 512, 768])('a step at %i px', (resolution) => {
  it('has no tensor that an adapter might not bind, and hands on little', () => {
    const stages = stepAt(resolution);
    for (const { name, graph } of stages) {
      const tensors = [...graph.inputs, ...expandOperators(graph).nodes.map(({ output }) => output)];
      const largest = Math.max(...tensors.map(byteCount));
      expect(largest, name).toBeLessThanOrEqual(BINDING);
    }
    // Of the values that cross cuts the skip connections are the most; they grow with the pixels.
    const kept = [...(stages[0]?.graph.outputs.values() ?? [])].reduce((sum, value) => sum + byteCount(value), 0);
    expect(kept).toBeLessThan(64 * MIB * (resolution / 512) ** 2 + 8 * MIB);
  });
});

it('costs three forward passes in segments: one to begin with, one computed again, one backward', () => {
  const forward = countFlops(lossGraph(passAt(512)));
  const step = stepAt(512).reduce((sum, { graph }) => sum + countFlops(graph), 0);
  expect(step / forward).toBeGreaterThan(2.8);
  expect(step / forward).toBeLessThan(3.2);
});
