/** What the U-Net is told of a picture: the text states of its prompts over the steps, and what adapters add. */
import { splitMix } from '../adapters/adaptedNets.ts';
import { type LoraMix, mixLoras } from '../adapters/loraMix.ts';
import { type PromptSchedule, promptSchedule } from '../text/syntax/promptSchedule.ts';
import { concatenate } from './concatenate.ts';
import type { Model } from './model.ts';
import type { Subject } from './subject.ts';

export interface Conditioning {
  /** Text states that differ, all of one length; negative prompt first where there is guidance. */
  texts: readonly Float32Array[];
  /** For each step the place of its states in `texts`: 0 for all unless the prompt's words change on the way. */
  atStep: readonly number[];
  lora: LoraMix | null;
}

/**
 * The conditioning of one subject with prompts and adapter weights of their own. What the last ones had in common is not
 * worked out again.
 * @param prompts all that will be asked for, so that their states have one length
 */
export function prepareConditioning(
  model: Model,
  subject: Subject,
  prompts: readonly string[] = [subject.prompt],
): (prompt: string, weights?: readonly number[]) => Promise<Conditioning> {
  const prepared = subject.mix;
  let lora = splitMix(prepared ?? null);
  let weighed: string | null = null;
  const guided = subject.guidanceScale > 1;
  const scheduleOf = schedules(subject);
  const chunks = longest(model, subject, guided ? [...prompts, subject.negativePrompt] : prompts);
  const states = new Map<string, Float32Array>();
  const encode = async (text: string) => {
    const known =
      states.get(text) ??
      (subject.promptSyntax === 'weighted'
        ? await model.encodeWeightedPrompt(text, chunks, lora.textEncoder, subject.embeddings)
        : await model.encodePrompt(text, lora.textEncoder, subject.embeddings));
    states.set(text, known);
    return known;
  };
  return async (prompt, weights = subject.adapters.map(({ weight }) => weight)) => {
    if (prepared === undefined && weighed !== String(weights)) {
      const adapters = subject.adapters.map(({ adapter, weight }, i) => ({ adapter, weight: weights[i] ?? weight }));
      const before = lora.textEncoder;
      lora = splitMix(mixLoras(adapters, model.adaptableModules));
      weighed = String(weights);
      if (before || lora.textEncoder) states.clear();
    }
    const sides = (guided ? [subject.negativePrompt, prompt] : [prompt]).map(scheduleOf);
    const { kinds, atStep } = paired(sides, subject.samplingSteps);
    const texts: Float32Array[] = [];
    for (const told of kinds) {
      const parts: Float32Array[] = [];
      for (const text of told) parts.push(await encode(text));
      texts.push(parts.length === 1 ? (parts[0] as Float32Array) : concatenate(parts));
    }
    return { texts, atStep, lora: lora.unet };
  };
}

/** On the straight line between the states of two prompts of one subject. */
export function betweenTexts(from: Conditioning, to: Conditioning, share: number): Conditioning {
  const places = new Map<string, number>();
  const texts: Float32Array[] = [];
  const atStep = from.atStep.map((first, step) => {
    const second = to.atStep[step] ?? 0;
    const key = `${first} ${second}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    const ends = [from.texts[first], to.texts[second]] as [Float32Array, Float32Array];
    texts.push(ends[0].map((value, i) => value + ((ends[1][i] as number) - value) * share));
    places.set(key, texts.length - 1);
    return texts.length - 1;
  });
  return { texts, atStep, lora: from.lora };
}

/** How the words of a prompt go over the steps: they stay the same unless the syntax says otherwise. */
function schedules({ promptSyntax, samplingSteps }: Subject): (prompt: string) => PromptSchedule {
  return promptSyntax === 'weighted'
    ? (prompt) => promptSchedule(prompt, samplingSteps)
    : (prompt) => ({ texts: [prompt], atStep: new Array<number>(samplingSteps).fill(0) });
}

/** Chunks of the longest of all texts that the prompts are at any step. */
function longest(model: Model, subject: Subject, prompts: readonly string[]): number {
  if (subject.promptSyntax !== 'weighted') return 1;
  const texts = prompts.flatMap((prompt) => promptSchedule(prompt, subject.samplingSteps).texts);
  return Math.max(...texts.map((text) => model.countChunks(text, subject.embeddings)));
}

/** The combinations of the sides' texts that occur, and which of them each step has. */
function paired(sides: readonly PromptSchedule[], steps: number): { kinds: string[][]; atStep: number[] } {
  const places = new Map<string, number>();
  const kinds: string[][] = [];
  const atStep = Array.from({ length: steps }, (_, step) => {
    const which = sides.map((side) => side.atStep[step] ?? 0);
    const place = places.get(String(which)) ?? kinds.length;
    if (place === kinds.length) kinds.push(sides.map((side, i) => side.texts[which[i] ?? 0] ?? ''));
    places.set(String(which), place);
    return place;
  });
  return { kinds, atStep };
}
