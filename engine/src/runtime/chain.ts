/** Programs that run one after the other and hand tensors on, each of which goes as soon as nobody needs it any more. */
import { type PlannedStage, planStages, type Stage } from '../graph/segments/stages.ts';
import type { NetWeights } from './netWeights.ts';
import { Program, type Tensors } from './program.ts';
import type { Runtime } from './runtime.ts';

/** Stages made ready to run. */
export class Chain {
  private constructor(private readonly links: readonly { program: Program; stage: PlannedStage }[]) {}

  /** Compiles every stage, see `Program.compile`. All that they put out stays on the device. */
  static async compile(
    runtime: Runtime,
    stages: readonly Stage[],
    weights: NetWeights | readonly NetWeights[] | null,
  ): Promise<Chain> {
    const links: { program: Program; stage: PlannedStage }[] = [];
    try {
      for (const stage of planStages(stages)) {
        links.push({
          program: await Program.compile(runtime, stage.graph, weights, { keptOutputs: stage.gives }),
          stage,
        });
      }
    } catch (error) {
      await new Chain(links).release();
      throw error;
    }
    return new Chain(links);
  }

  /** Runs all stages once. Gives what none of them takes; what they hand on is freed, also where one of them fails. */
  async run(feeds: Tensors): Promise<Tensors> {
    const alive = new Map<string, Tensors[string]>();
    const free = (name: string) => {
      alive.get(name)?.dispose();
      alive.delete(name);
    };
    try {
      for (const { program, stage } of this.links) {
        const results = await program.run({ ...feeds, ...Object.fromEntries(alive) });
        for (const [name, tensor] of Object.entries(results)) alive.set(name, tensor);
        for (const name of stage.frees) free(name);
      }
    } catch (error) {
      for (const name of [...alive.keys()]) free(name);
      throw error;
    }
    return Object.fromEntries(alive);
  }

  /** Frees the sessions' memory. */
  async release(): Promise<void> {
    for (const { program } of this.links) await program.release();
  }
}
