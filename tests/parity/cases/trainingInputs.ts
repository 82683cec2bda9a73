/** What the reference trained on, as the engine takes it. */
import type { InversionSamples } from '../../../workers/engine/training/inversionBatch.ts';
import { fillTemplate } from '../../../workers/engine/training/inversionTemplates.ts';
import type { SampleKind } from '../../../workers/engine/training/sampleBatch.ts';
import { seededImages, type TrainingReference } from './trainingReference.ts';

/** Instance and class. */
export async function loraKinds({ model, lora }: TrainingReference): Promise<SampleKind[]> {
  const [instance = [], prior = []] = seededImages(model, lora.imageSeed, [lora.instanceImages, lora.classImages]);
  return [
    { images: instance, textStates: await model.encodePrompt(lora.instancePrompt), weight: 1 },
    { images: prior, textStates: await model.encodePrompt(lora.classPrompt), weight: lora.priorWeight },
  ];
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
