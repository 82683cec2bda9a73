/** Graphs that run one after the other, and how long what they hand on is kept. */
import type { Graph } from '../graph.ts';
import { reachable } from '../reachable.ts';

/** One graph of several; what an earlier one puts out under the name of its input is fed to it. */
export interface Stage {
  /** For people: messages and measurements. */
  name: string;
  graph: Graph;
}

/** A stage, and what becomes of the tensors that are handed on, by their names. */
export interface PlannedStage extends Stage {
  /** What it is fed that earlier stages put out. */
  takes: readonly string[];
  /** What it puts out. */
  gives: readonly string[];
  /** What no later stage takes any more: it can go once this one has run. What none takes at all is a result and stays. */
  frees: readonly string[];
}

/** The life of every tensor that is handed on. */
export function planStages(stages: readonly Stage[]): PlannedStage[] {
  const given = new Set<string>();
  const passed = stages.map(({ graph }) => {
    const used = reachable(graph);
    const takes = graph.inputs.flatMap((input) => (used.has(input) && given.has(input.name) ? [input.name] : []));
    const gives = [...graph.outputs.keys()];
    for (const name of gives) given.add(name);
    return { takes, gives };
  });
  return stages.map((stage, i) => {
    const { takes, gives } = passed[i] as (typeof passed)[number];
    const later = new Set(passed.slice(i + 1).flatMap((other) => other.takes));
    return { ...stage, takes, gives, frees: takes.filter((name) => !later.has(name)) };
  });
}
