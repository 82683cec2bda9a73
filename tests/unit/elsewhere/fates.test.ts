/** Every setting of Weft's has one fate in every engine, and the engine's files keep to it. */
import { describe, expect, it } from 'vitest';
import { INVERSION_SETTINGS } from '../../../src/contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../src/contract/settings/loraSettings.ts';
import type { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { planFor } from '../../../src/features/training/elsewhere/engines/engine.ts';
import { PICTURES } from '../../../src/features/training/elsewhere/fates.ts';
import { ENGINES } from '../../../src/features/training/elsewhere/writing/bundleTexts.ts';
import { inversionRun, loraRun, textOf } from './runs.ts';

/** Another value of each setting, which no engine refuses without saying why. The type asks for a new setting's. */
const OTHER_LORA: { [K in keyof typeof LORA_SETTINGS]: Partial<LoraSettings> & Record<K, unknown> } = {
  adapterName: { adapterName: 'Another name' },
  steps: { steps: 801 },
  learningRate: { learningRate: 3e-4 },
  batchSize: { batchSize: 3 },
  resolution: { resolution: 384 },
  segments: { segments: 4 },
  mirror: { mirror: true },
  seed: { seed: 43 },
  checkpointEvery: { checkpointEvery: 37 },
  evalEvery: { evalEvery: 41 },
  holdOut: { holdOut: 5 },
  patience: { patience: 3 },
  sampleEvery: { sampleEvery: 111 },
  samplePrompt: { samplePrompt: 'a bag of sks' },
  instancePrompt: { instancePrompt: 'sks cloth', samplePrompt: '' },
  classPrompt: { classPrompt: 'cloth' },
  rank: { rank: 6, loraAlpha: 6 },
  loraAlpha: { rank: 7, loraAlpha: 7 },
  priorFrom: { priorFrom: 'own-prediction' },
  classImages: { classImages: 9 },
  ownClassImages: { ownClassImages: true },
  quickClassImages: { quickClassImages: false },
  priorWeight: { priorWeight: 0.7 },
  targets: { targets: ['attention', 'text-encoder'] },
  upBlocksOnly: { upBlocksOnly: true },
  microBatches: { microBatches: true },
  accumulation: { accumulation: 5 },
  schedule: { schedule: 'cosine' },
  warmupSteps: { warmupSteps: 13 },
  beta1: { beta1: 0.8 },
  beta2: { beta2: 0.99 },
  epsilon: { epsilon: 1e-6 },
  weightDecay: { weightDecay: 0.03 },
  maxGradientNorm: { maxGradientNorm: 2 },
  minSnrGamma: { minSnrGamma: 5 },
  noiseOffset: { noiseOffset: 0.1 },
  emaDecay: { emaDecay: 0.99 },
  captionDropout: { captionDropout: 0.1 },
  keepCheckpoints: { keepCheckpoints: false },
  showForgetting: { showForgetting: true },
};

const OTHER_INVERSION: { [K in keyof typeof INVERSION_SETTINGS]: Partial<InversionSettings> & Record<K, unknown> } = {
  adapterName: { adapterName: 'Another name' },
  steps: { steps: 801 },
  learningRate: { learningRate: 3e-4 },
  batchSize: { batchSize: 3 },
  resolution: { resolution: 384 },
  segments: { segments: 4 },
  mirror: { mirror: false },
  seed: { seed: 43 },
  checkpointEvery: { checkpointEvery: 37 },
  evalEvery: { evalEvery: 41 },
  holdOut: { holdOut: 5 },
  patience: { patience: 3 },
  sampleEvery: { sampleEvery: 111 },
  samplePrompt: { samplePrompt: 'a bag of <african-fabric>' },
  placeholder: { placeholder: '<cloth>' },
  initializer: { initializer: 'cloth' },
  vectors: { vectors: 2 },
  // The first of them is the sample prompt.
  templates: { templates: ['a photo of a {}', 'my {}'] },
};

/** Settings that more than one word carries, or that a table carries by another file than its own: the text must differ. */
function heldBy(
  engine: (typeof ENGINES)[number],
  base: ReturnType<typeof loraRun>,
  other: ReturnType<typeof loraRun>,
  name: string,
) {
  const before = planFor(engine, base);
  const after = planFor(engine, other);
  const fate = after.fates.find((each) => each.name === name)?.fate;
  const changed = textOf(before.files) !== textOf(after.files);
  return { fate, changed, text: textOf(after.files), refused: after.refusals };
}

function holds({ fate, changed, text, refused }: ReturnType<typeof heldBy>): string {
  switch (fate?.kind) {
    case 'carried':
      // Our own runner reads run.json, and pictures lie in their folders.
      if (fate.as === 'run.json' || fate.as === PICTURES) return 'kept';
      return changed && text.includes(fate.as) ? 'kept' : `is said to be carried as ${fate.as}`;
    case 'lacking':
      return changed && !fate.inPart ? 'is said to be lacking, but changes the files' : 'kept';
    case 'refused':
      return refused.length > 0 && text.includes(fate.why) ? 'kept' : 'is refused in silence';
    default:
      return 'has no fate';
  }
}

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))('%s', (_, engine) => {
  const base = loraRun();
  it.each(Object.keys(LORA_SETTINGS) as (keyof typeof LORA_SETTINGS)[])('keeps to the fate of a LoRA’s %s', (name) => {
    expect(holds(heldBy(engine, base, loraRun(OTHER_LORA[name] as Partial<LoraSettings>), name))).toBe('kept');
  });

  const words = inversionRun();
  if (typeof engine.inversion === 'string') {
    it('says why it learns no words', () => {
      const { files, refusals } = planFor(engine, words);
      expect(refusals).toEqual([engine.inversion]);
      expect(files.map(({ path }) => path)).toEqual([`${engine.folder}/WHY_NOT.md`]);
    });
  } else {
    it.each(Object.keys(INVERSION_SETTINGS) as (keyof typeof INVERSION_SETTINGS)[])(
      'keeps to the fate of an inversion’s %s',
      (name) => {
        const other = inversionRun(OTHER_INVERSION[name] as Partial<InversionSettings>);
        expect(holds(heldBy(engine, words, other, name))).toBe('kept');
      },
    );
  }
});
