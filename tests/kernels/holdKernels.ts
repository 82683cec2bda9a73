/** The tests of one precision: every graph of the studio on WebGPU, against the processor in float32. */

import { loadCheckpoint, Model } from '@weft/engine';
import { describe, it } from 'vitest';
import type { Lane } from '../parity/lane.ts';
import { laneSource } from '../parity/laneSource.ts';
import { nodeLane } from '../parity/nodeLane.ts';
import { hold } from '../parity/rows.ts';
import { type Outputs, type StudioGraph, studioGraphs } from './studioGraphs.ts';

/** The models that every graph is built for. */
const MODELS = {
  tiny: 'tests/fixtures/tiny',
  'reduced SD 2.x': 'tests/fixtures/reduced-sd2',
  starter: 'public/models/starter',
} as const;
export type ModelName = keyof typeof MODELS;

/** How an output is compared, and how far it may lie from the reference. */
export interface Comparison {
  distance: (found: Float32Array, wanted: Float32Array) => number;
  unit: string;
  bound: number;
  note?: string;
  /** The model that the bound is for, where it has one of its own. */
  only?: ModelName;
}

/** Declares the tests: each graph of each model on `lane`. */
export function holdKernels(
  lane: Lane,
  comparisonOf: (graph: string, output: string, model: ModelName) => Comparison,
): void {
  describe.each(Object.keys(MODELS) as ModelName[])('%s', (name) => {
    it.each(studioGraphs.filter(({ tinyOnly }) => !tinyOnly || name === 'tiny'))('$name', async (graph) => {
      const wanted = await outputsOn(nodeLane, name, graph);
      const found = await outputsOn(lane, name, graph);
      for (const [output, reference] of Object.entries(wanted)) {
        const { distance, only, ...comparison } = comparisonOf(graph.name, output, name);
        const measured = distance(found[output] ?? new Float32Array(), reference);
        const what = `kernels: ${graph.name} (${output})${only ? `, ${only}` : ''}`;
        hold({ what, lane: lane.name, measured, ...comparison });
      }
    });
  });
}

async function outputsOn(lane: Lane, name: ModelName, graph: StudioGraph): Promise<Outputs> {
  const model = new Model(lane.runtime, await loadCheckpoint(laneSource(lane, MODELS[name], name)));
  try {
    return await graph.run(model);
  } finally {
    await model.release();
  }
}
