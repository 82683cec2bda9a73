/** The GPU memory of graphs that run one after the other and hand tensors on. */
import { planStages, type Stage } from '../graph/segments/stages.ts';
import { graphMemory } from './graphMemory.ts';

/** One stage's run. */
export interface StageMemory {
  name: string;
  /** Everything that lies on the GPU beside the weights, at its highest. */
  bytes: number;
}

/** What all stages need. */
export interface StagesMemory {
  /** Weights that any of them reads, by name. */
  weights: ReadonlyMap<string, number>;
  stages: StageMemory[];
}

/**
 * @param stages whose sessions are open all the time
 * @param state inputs that stay on the GPU from run to run, by name
 */
export function stagesMemory(stages: readonly Stage[], state: ReadonlySet<string>): StagesMemory {
  const planned = planStages(stages);
  const measured = planned.map(({ graph }) => graphMemory(graph));
  const constants = measured.reduce((sum, memory) => sum + memory.constants, 0);
  const weights = new Map(measured.flatMap((memory) => [...memory.weights]));
  const held = new Map(measured.flatMap(({ inputs }) => [...inputs].filter(([name]) => state.has(name))));
  return {
    weights,
    stages: planned.map(({ name, gives, frees }, i) => {
      const { inputs, outputs, run } = measured[i] as (typeof measured)[number];
      const others = [...held].filter(([other]) => !inputs.has(other));
      const bytes = constants + run + total(others);
      for (const given of gives) held.set(given, outputs.get(given) ?? 0);
      for (const freed of frees) held.delete(freed);
      return { name, bytes };
    }),
  };
}

function total(sizes: Iterable<readonly [string, number]>): number {
  let sum = 0;
  for (const [, bytes] of sizes) sum += bytes;
  return sum;
}
