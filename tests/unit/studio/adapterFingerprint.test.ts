/** The fingerprint by which an adapter is known again: it outlives every layout of files, and tells others apart. */
import { readFileSync } from 'node:fs';
import { type LoraModule, PromptTokenizer, targetModules } from '@weft/engine';
import { TextEncoderConfig, textEncoderModules, UNetConfig, unetModules } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { adapterBytes, LORA_FILE_LAYOUTS, type LoraAdapter } from '../../../src/contract/adapters.ts';
import { NOTHING_SAID } from '../../../src/contract/library/itemAbout.ts';
import { exportAdapter } from '../../../workers/studio/adapterFiles/exportAdapter.ts';
import { importAdapter } from '../../../workers/studio/adapterFiles/importAdapter.ts';
import { adapterFingerprint } from '../../../workers/studio/adapters/adapterFingerprint.ts';

const json = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)).toString('utf8'));
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

const modules = targetModules(available, ['attention']).slice(0, 6);
const about = { baseModel: 'weft-starter', rank: 2, loraAlpha: 3, modules };
const adapter: LoraAdapter = {
  ...about,
  theta: Float32Array.from({ length: adapterBytes(about) / 4 }, (_, index) => Math.fround(Math.sin(index))),
};

describe('an adapter’s fingerprint', () => {
  it.each(LORA_FILE_LAYOUTS)('is the same out of its own file: %s', async (layout) => {
    const { bytes, ending } = await exportAdapter({
      name: 'Indigo',
      createdAt: 1,
      about: NOTHING_SAID,
      origin: { kind: 'foreign', metadata: {} },
      item: { method: 'lora', layout, adapter, fewSteps: false },
    });
    const files = [new File([bytes], `indigo.${ending}`)];
    const result = await importAdapter({ files, leaveOut: false }, target);
    if (!result.whole || result.imported.item.method !== 'lora') throw new Error('it was not taken as a LoRA');
    expect(adapterFingerprint(result.imported.item.adapter)).toBe(adapterFingerprint(adapter));
  });

  it('is the same in whatever order the layers stand', () => {
    const size = (module: LoraModule) => adapterBytes({ modules: [module], rank: 2 }) / 4;
    const [first, ...others] = modules;
    if (!first) throw new Error('no layers');
    const at = size(first);
    const theta = new Float32Array(adapter.theta.length);
    theta.set(adapter.theta.subarray(at), 0);
    theta.set(adapter.theta.subarray(0, at), theta.length - at);
    expect(adapterFingerprint({ ...adapter, modules: [...others, first], theta })).toBe(adapterFingerprint(adapter));
  });

  it('is another one for one number, another alpha or another layer', () => {
    const theta = adapter.theta.slice();
    theta[theta.length - 1] = 7;
    const [first, ...others] = modules;
    if (!first) throw new Error('no layers');
    const renamed = [{ ...first, name: `${first.name}x` }, ...others];
    for (const other of [{ theta }, { loraAlpha: 4 }, { modules: renamed }]) {
      expect(adapterFingerprint({ ...adapter, ...other })).not.toBe(adapterFingerprint(adapter));
    }
  });
});
