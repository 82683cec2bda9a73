/** Prompts of training samples, as the U-Net is given them. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import type { LoraModule } from '../../adapters/loraLayout.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { Model } from '../../pipeline/model.ts';
import { promptFeeds } from '../../pipeline/promptInputs.ts';
import type { Tensors } from '../../runtime/program.ts';
import type { EncodedPrompt } from '../../text/tokenizer.ts';

/**
 * A prompt's ids, where the text encoder learns too and computes their states in every step; or its text states,
 * [textLength · width], computed once.
 */
export type SamplePrompt = { encoded: EncodedPrompt } | { states: Float32Array };

/** Makes prompts of texts, each of them once. */
export class SamplePrompts {
  private readonly known = new Map<string, Promise<SamplePrompt>>();
  private readonly textLearns: boolean;

  /** @param modules the layers that learn */
  constructor(
    private readonly model: Model,
    modules: readonly LoraModule[],
  ) {
    this.textLearns = modules.some(inTextEncoder);
  }

  of(text: string): Promise<SamplePrompt> {
    const prompt = this.known.get(text) ?? this.prepare(text);
    this.known.set(text, prompt);
    return prompt;
  }

  private async prepare(text: string): Promise<SamplePrompt> {
    if (this.textLearns) return { encoded: this.model.checkpoint.tokenizer.encode(text) };
    return { states: await this.model.encodePrompt(text) };
  }
}

/** The prompts of one batch as its graph takes them, `ids` or `encoderHiddenStates`. All are of the same kind. */
export function samplePromptFeeds(model: Model, prompts: readonly SamplePrompt[]): Tensors {
  const encoded = prompts.flatMap((prompt) => ('encoded' in prompt ? [prompt.encoded] : []));
  if (encoded.length > 0) return promptFeeds(model.runtime, encoded, 0);
  const states = concatenate(prompts.flatMap((prompt) => ('states' in prompt ? [prompt.states] : [])));
  const width = model.checkpoint.unet.config.cross_attention_dim;
  return { encoderHiddenStates: model.tensor(states, [prompts.length, states.length / prompts.length / width, width]) };
}
