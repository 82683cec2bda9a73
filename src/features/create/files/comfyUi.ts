/**
 * A picture's settings out of ComfyUI's graph, which it keeps in its PNGs: those of the sampler whose result was saved,
 * where the graph is of the usual kind. Of other graphs nothing is guessed.
 */
import { own } from '../../../kit/records/own.ts';
import { type Taking, tableOf, wordOf } from '../../../kit/settingsFiles/Taking.ts';
import type { NamedAdapter } from '../../drawing/settings/settingsText.ts';
import { takeSampler, takeSize } from './automatic1111.ts';

type Inputs = Readonly<Record<string, unknown>>;

/** Its samplers, with the schedule `karras` or without, as people call them. */
const SAMPLERS: Readonly<Record<string, string>> = {
  dpmpp_2m: 'DPM++ 2M',
  uni_pc: 'UniPC',
  euler: 'Euler',
  euler_ancestral: 'Euler a',
  ddim: 'DDIM',
  lcm: 'LCM',
};
/** Nodes that are followed from the sampler to a text or a model. */
const LONGEST_WAY = 32;

class Graph {
  readonly #nodes: Inputs;

  constructor(nodes: unknown) {
    this.#nodes = tableOf(nodes);
  }

  /** The inputs of all nodes whose kind begins so. */
  all(kind: string): Inputs[] {
    return Object.values(this.#nodes).flatMap((node) => {
      const { class_type: called, inputs } = tableOf(node);
      return typeof called === 'string' && called.startsWith(kind) ? [tableOf(inputs)] : [];
    });
  }

  /** The node that an input comes from: `[id, output]`. */
  from(input: unknown): { kind: string; inputs: Inputs } | null {
    if (!Array.isArray(input)) return null;
    const { class_type: kind, inputs } = tableOf(own(this.#nodes, wordOf(input[0])));
    return typeof kind === 'string' ? { kind, inputs: tableOf(inputs) } : null;
  }
}

/** @returns the adapters it names, or null where it is no graph with one sampler */
export function takeGraph(content: unknown, taking: Taking): NamedAdapter[] | null {
  const graph = new Graph(content);
  const [sampler, ...others] = graph.all('KSampler');
  if (!sampler || others.length > 0) return null;
  const { positive, negative, steps, cfg, seed, noise_seed, sampler_name, scheduler, latent_image, model } = sampler;
  taking.take('prompt', textBehind(graph, positive), 'positive');
  taking.take('negativePrompt', textBehind(graph, negative) ?? '', 'negative');
  // Its text nodes read weights too.
  taking.take('promptSyntax', 'auto', 'CLIPTextEncode');
  taking.take('samplingSteps', steps, 'steps');
  taking.take('guidanceScale', cfg, 'cfg');
  taking.take('seed', seed ?? noise_seed, 'seed');
  const name = wordOf(sampler_name);
  takeSampler(`${own(SAMPLERS, name) ?? name}${scheduler === 'karras' ? ' Karras' : ''}`, name, taking);
  const latents = graph.from(latent_image);
  if (latents?.kind.startsWith('EmptyLatentImage')) {
    const { width, height } = latents.inputs;
    takeSize(`${wordOf(width)}x${wordOf(height)}`, taking);
  }
  return adaptersBehind(graph, model);
}

/** The text of the node that encodes the prompt; null where what is between isn't known. */
function textBehind(graph: Graph, input: unknown): string | null {
  const { text } = graph.from(input)?.inputs ?? {};
  return typeof text === 'string' ? text : null;
}

/** LoRAs stand in a chain between the sampler and the model. */
function adaptersBehind(graph: Graph, input: unknown): NamedAdapter[] {
  const adapters: NamedAdapter[] = [];
  let node = graph.from(input);
  for (let way = 0; node && way < LONGEST_WAY; way++) {
    const { lora_name: file, strength_model: weight, model } = node.inputs;
    if (typeof file === 'string') {
      const name = file.replace(/^.*[\\/]/, '').replace(/\.safetensors$/i, '');
      adapters.unshift({ name, weight: typeof weight === 'number' ? weight : 1 });
    }
    node = graph.from(model);
  }
  return adapters;
}
