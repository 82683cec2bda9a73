/** What the reference trained on, as the engine takes it. */
import {
  type BatchRules,
  fillTemplate,
  type InversionSamples,
  type LatentDistribution,
  type SampleKind,
  SamplePrompts,
} from '@weft/engine/internal';
import { seededImages, type TrainingReference } from './trainingReference.ts';

/** Instance and class. */
export async function loraKinds({ model, lora }: TrainingReference): Promise<SampleKind[]> {
  const [instance = [], prior = []] = seededImages(model, lora.imageSeed, [lora.instanceImages, lora.classImages]);
  const prompts = new SamplePrompts(model, model.loraModules);
  const kindOf = async (views: readonly LatentDistribution[], text: string, weight: number): Promise<SampleKind> => {
    const prompt = await prompts.of(text);
    return { images: views.map((view) => ({ views: [view], prompt })), weight };
  };
  return [await kindOf(instance, lora.instancePrompt, 1), await kindOf(prior, lora.classPrompt, lora.priorWeight)];
}

/** The instance alone, and what holds the class in place beside it. */
export async function ownPredictionInputs(
  reference: TrainingReference,
): Promise<{ kinds: SampleKind[]; rules: BatchRules }> {
  const { model, lora } = reference;
  const [instance] = await loraKinds(reference);
  const prompt = await new SamplePrompts(model, model.loraModules).of(lora.classPrompt);
  const rules = { batchSize: 1, accumulation: 1, minSnrGamma: 0, noiseOffset: 0, promptDropout: null };
  return {
    kinds: instance ? [instance] : [],
    rules: { ...rules, ownPrediction: { prompt, weight: lora.priorWeight } },
  };
}

/** Each image with its mirror image, and the templates with the new word. */
export function inversionSamples({ model, inversion }: TrainingReference): InversionSamples {
  const { placeholder: token, vectors } = inversion;
  const images = seededImages(
    model,
    inversion.imageSeed,
    Array.from({ length: inversion.images }, () => 2),
  );
  const prompts = inversion.templates.map((template) =>
    model.checkpoint.tokenizer.encode(fillTemplate(template, token), [{ token, vectors }]),
  );
  return { images, prompts };
}
