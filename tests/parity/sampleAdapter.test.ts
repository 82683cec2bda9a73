/**
 * A LoRA of a real Stable Diffusion 1.5 training, as PEFT saved it: `adapters/peft-checkpoint-200` in the folder that
 * WEFT_SAMPLES names. Read, its layers found in the model's own table, and taken through every layout.
 */

import { parseSafetensors, peftConfigOf, readLora, writeLora } from '@weft/engine';
import {
  attentionModules,
  type LoraAdapter,
  type LoraFileLayout,
  loraSlices,
  textEncoderModules,
  toFloat32,
  unetModules,
  type WeightTensor,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { hold } from './rows.ts';
import { hasSamples, readSampleFile, whySkipped } from './sampleFiles.ts';
import { STABLE_DIFFUSION_15 } from './stableDiffusion15.ts';

const { unet, textEncoder } = STABLE_DIFFUSION_15;
const available = [...unetModules(unet), ...textEncoderModules(textEncoder)];
const attention = attentionModules(unet);

it("knows Stable Diffusion 1.5's layers by names that stay apart in every layout", () => {
  expect(attention).toHaveLength(128);
  expect(new Set(available.map(({ name }) => name)).size).toBe(available.length);
  expect(new Set(available.map(({ name }) => name.replaceAll('.', '_'))).size).toBe(available.length);
});

describe.skipIf(!hasSamples)(`a LoRA that PEFT saved${whySkipped}`, () => {
  const read = (name: string) => readSampleFile('adapters', 'peft-checkpoint-200', name);
  const fileTensors = () => parseSafetensors(read('adapter_model.safetensors')).tensors;
  const readSample = (): LoraAdapter => {
    const peftConfig: unknown = JSON.parse(new TextDecoder().decode(read('adapter_config.json')));
    return readLora(parseSafetensors(read('adapter_model.safetensors')), available, { peftConfig }).adapter;
  };

  it('names every layer', () => {
    const adapter = readSample();
    expect(adapter).toMatchObject({ rank: 4, loraAlpha: 32 });
    expect(adapter.theta).toHaveLength(797_184);
    expect(fileTensors().size).toBe(256);
    const named = new Set(adapter.modules.map(({ name }) => name));
    hold({
      what: 'sample adapter of Stable Diffusion 1.5: layers named',
      lane: 'typescript',
      measured: attention.filter(({ name }) => !named.has(name)).length + Math.abs(128 - adapter.modules.length),
      bound: 0,
      unit: 'of 128 layers missing',
    });
  });

  it.each<LoraFileLayout>(['peft', 'diffusers', 'kohya'])('keeps its numbers through %s', (layout) => {
    const adapter = readSample();
    const options = layout === 'peft' ? { peftConfig: peftConfigOf(adapter) } : {};
    const again = readLora(parseSafetensors(writeLora(adapter, layout)), available, options).adapter;
    expect(again).toMatchObject({ rank: 4, loraAlpha: 32 });
    hold({
      what: `sample adapter of Stable Diffusion 1.5: round trip (${layout})`,
      lane: 'typescript',
      measured: differing(again, fileTensors()),
      bound: 0,
      unit: 'of 797,184 numbers differ',
    });
  });
});

/** How many of the file's numbers the adapter has otherwise, or not at all. */
function differing({ modules, rank, theta }: LoraAdapter, tensors: ReadonlyMap<string, WeightTensor>): number {
  const slices = new Map(loraSlices(modules, rank).map((slice) => [slice.name, slice]));
  let count = 0;
  for (const [name, tensor] of tensors) {
    const [, module = '', factor] = /^base_model\.model\.(.+)\.lora_([AB])\.weight$/.exec(name) ?? [];
    const slice = slices.get(module);
    const offset = slice && (factor === 'A' ? slice.aOffset : slice.bOffset);
    const wanted = toFloat32(tensor);
    count += wanted.reduce((sum, value, i) => sum + (Object.is(theta[(offset ?? Number.NaN) + i], value) ? 0 : 1), 0);
  }
  return count;
}
