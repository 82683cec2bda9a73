/** Adapters and models that draw in a few steps are known as such, and ordinary ones are not taken for them. */
import { readFileSync } from 'node:fs';
import { drawsInFewSteps, fewStepKind, type LoraModule, PromptTokenizer, targetModules } from '@weft/engine';
import { SchedulerConfig, TextEncoderConfig, textEncoderModules, UNetConfig, unetModules } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { NOTHING_SAID } from '../../../src/contract/library/itemAbout.ts';
import { LORA_TARGETS } from '../../../src/contract/training.ts';
import { exportAdapter } from '../../../workers/studio/adapterFiles/exportAdapter.ts';
import { importAdapter } from '../../../workers/studio/adapterFiles/importAdapter.ts';

const read = (path: string) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url));
const json = (path: string) => JSON.parse(read(path).toString('utf8'));
const text = TextEncoderConfig.parse(json('reduced-sd15/text_encoder/config.json'));
const available: LoraModule[] = [
  ...unetModules(UNetConfig.parse(json('reduced-sd15/unet/config.json'))),
  ...textEncoderModules(text),
];
const tokenizer = PromptTokenizer.fromFiles(
  json('tiny/tokenizer/tokenizer.json'),
  json('tiny/tokenizer/tokenizer_config.json'),
);
const target = {
  adaptableModules: available,
  checkpoint: { textEncoder: { config: text }, tokenizer },
  originalName: () => null,
  baseWeights: async () => new Map(),
};

async function imported(bytes: Uint8Array, name: string) {
  const result = await importAdapter({ files: [new File([bytes.slice()], name)], leaveOut: false }, target);
  if (!result.whole || result.imported.item.method !== 'lora') throw new Error('it was not taken as a LoRA');
  return { ...result.imported, item: result.imported.item };
}

describe('an adapter', () => {
  // Published LCM-LoRAs have this name and a header that says nothing.
  const published = () => imported(read('few-step/lcm-lora.safetensors'), 'pytorch_lora_weights.safetensors');

  it('is known by its layers', async () => {
    expect((await published()).item.fewSteps).toBe(true);
  });

  it('keeps what its person says of it when it is exported and imported', async () => {
    const { item, origin } = await published();
    for (const fewSteps of [true, false]) {
      const about = { name: 'Quick', createdAt: 1, origin, about: NOTHING_SAID };
      const { bytes } = await exportAdapter({ ...about, item: { ...item, layout: 'kohya', fewSteps } });
      const again = await imported(new Uint8Array(bytes), 'pytorch_lora_weights.safetensors');
      expect(again.item.fewSteps).toBe(fewSteps);
    }
  });

  const told = (modules: readonly LoraModule[], name: string, metadata: Record<string, string> = {}) =>
    drawsInFewSteps({ adapter: { modules: [...modules] }, names: [name], metadata }, available);
  const attention = targetModules(available, ['attention']);

  it.each(['lcm-lora-sdv1-5', 'LCM_LoRA_SD15', 'latent-consistency'])('is known by the name %s', (name) => {
    expect(told(attention, name)).toBe(true);
    expect(told(attention, 'file', { ss_output_name: name })).toBe(true);
  });

  it.each(['calcmap', 'My fabric', 'helcma'])('is not taken for one by the name %s', (name) => {
    expect(told(attention, name)).toBe(false);
  });

  it('is an ordinary one where it changes the text encoder, or fewer layers, or was trained on images', () => {
    const unet = available.filter(({ name }) => !name.startsWith('text_encoder.'));
    expect(told(unet, 'file')).toBe(true);
    expect(told(available, 'file')).toBe(false);
    expect(
      told(
        targetModules(
          available,
          LORA_TARGETS.filter((layers) => layers !== 'text-encoder'),
        ),
        'file',
      ),
    ).toBe(false);
    expect(told(unet, 'file', { ss_num_train_images: '10' })).toBe(false);
  });
});

describe('a model', () => {
  const turbo = json('few-step/sd-turbo-scheduler_config.json');
  const kind = (name: string, config: object) => fewStepKind(name, SchedulerConfig.parse(config));

  it('is known by its scheduler’s settings, whatever its name', () => {
    expect(kind('my-model', turbo)).toBe('turbo');
    expect(kind('my-model', { ...turbo, _class_name: 'LCMScheduler', timestep_spacing: 'leading' })).toBe('lcm');
  });

  it('is known by its name', () => {
    const plain = json('reduced-sd15/scheduler/scheduler_config.json');
    expect(kind('stabilityai/sd-turbo', plain)).toBe('turbo');
    expect(kind('LCM_Dreamshaper_v7', plain)).toBe('lcm');
  });

  it('draws in many steps otherwise, though its steps may end at the last timestep', () => {
    for (const folder of ['reduced-sd15', 'reduced-sd2']) {
      expect(kind(folder, json(`${folder}/scheduler/scheduler_config.json`))).toBeNull();
    }
    const corrected = { ...turbo, prediction_type: 'v_prediction', rescale_betas_zero_snr: true };
    expect(kind('zero-snr', corrected)).toBeNull();
    expect(kind('steps-from-the-first', { ...turbo, timestep_spacing: 'leading' })).toBeNull();
  });
});
