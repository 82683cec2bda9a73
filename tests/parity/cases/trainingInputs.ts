/** What the reference trained on, as the engine takes it. */
import {
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
