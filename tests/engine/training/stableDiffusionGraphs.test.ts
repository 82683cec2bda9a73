/**
 * The graphs of a training step of Stable Diffusion 1.5 from its shapes alone: what they hand on, how large their tensors
 * are, and what they cost beside a forward pass.
 */
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../workers/engine/graph/graph.ts';
import { expandOperators } from '../../../workers/engine/graph/lowering/expandOperators.ts';
import { reachable } from '../../../workers/engine/graph/reachable.ts';
import { planStages } from '../../../workers/engine/graph/segments/stages.ts';
import { byteCount, elementCount, type Node } from '../../../workers/engine/graph/value.ts';
import { attentionModules } from '../../../workers/engine/model/loraInputs.ts';
import { loraPass } from '../../../workers/engine/training/loraGraph.ts';
import { ADAMW } from '../../../workers/engine/training/optimizer.ts';
import { stepStages } from '../../../workers/engine/training/stepStages.ts';
import { lossGraph } from '../../../workers/engine/training/trainingGraph.ts';
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
  const rules = { ...ADAMW, maxGradientNorm: 1, averaged: false };
  const built = stepStages(passAt(resolution), { rules, accumulation: 1, segments: 0 });
  if ('step' in built) throw new Error('the net is not cut');
  return planStages([...built.batch, built.update]);
}

/** Products of a graph's matrices and convolutions, two operations for each. */
function floatingPointOperations(graph: Graph): number {
  const used = reachable(graph);
  return graph.nodes.filter(({ output }) => used.has(output)).reduce((sum, node) => sum + operationsOf(node), 0);
}

function operationsOf({ operator, inputs, output }: Node): number {
  const [a, b] = inputs;
  switch (operator.type) {
    case 'Gemm':
      // As many terms as both operands share: their sizes' product over the result's, squared.
      return 2 * Math.sqrt(elementCount(a?.shape ?? []) * elementCount(b?.shape ?? []) * elementCount(output.shape));
    case 'MatMul':
      return 2 * elementCount(output.shape) * (a?.shape.at(-1) as number);
    case 'Conv':
      return 2 * elementCount(output.shape) * elementCount(b?.shape.slice(1) ?? []);
    case 'ConvTranspose':
      return 2 * elementCount(a?.shape ?? []) * elementCount(b?.shape.slice(1) ?? []);
    default:
      return 0;
  }
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
  const forward = floatingPointOperations(expandOperators(lossGraph(passAt(512))));
  // 0.80 T a sample: a count that leaves something out would show here.
  expect(forward / 2 / 1e12).toBeGreaterThan(0.76);
  expect(forward / 2 / 1e12).toBeLessThan(0.84);
  const step = stepAt(512).reduce((sum, { graph }) => sum + floatingPointOperations(expandOperators(graph)), 0);
  process.stdout.write(`a step in segments costs ${(step / forward).toFixed(2)} forward passes\n`);
  expect(step / forward).toBeLessThan(3.2);
});
