/** Adapters in every layout, their settings, their notes: what is accepted has finite numbers in the shapes of its layers. */
import {
  drawsInFewSteps,
  guessArchitecture,
  type LoraModule,
  layersToMerge,
  mixLoras,
  parseSafetensors,
  peftConfigOf,
  prepareToRead,
  readLora,
  writeLora,
} from '@weft/engine';
import { float32Tensor, loraSize, TorchGenerator, type WeightTensor } from '@weft/engine/internal';
import { LORA_FILE_LAYOUTS } from '../../../src/contract/adapters.ts';
import { originRows } from '../../../src/features/library/cards/originRows.ts';
import { asJson } from '../../../src/kit/records/asJson.ts';
import { readNote, writeNote } from '../../../workers/studio/adapterFiles/adapterNote.ts';
import { readThumbnail } from '../../../workers/studio/adapterFiles/thumbnailText.ts';
import type { Bytes } from '../mutators/bytes.ts';
import { mutateJson, treeOf } from '../mutators/json.ts';
import { safetensorsMutator } from '../mutators/safetensors.ts';
import { mutateText } from '../mutators/text.ts';
import type { Random } from '../run/random.ts';
import { bytesTarget, holds, jsonTarget, type Target, textTarget } from '../target.ts';
import { LAYERS, originalName, safetensors } from './fixtures.ts';

const [QUERY, , KEY, , CONV, TEXT] = LAYERS as [LoraModule, LoraModule, LoraModule, LoraModule, LoraModule, LoraModule];

/** @param modules the layers that it changes */
function adapterOf(modules: LoraModule[]) {
  const theta = new TorchGenerator(1).randn(loraSize(modules, 2)) as Float32Array<ArrayBuffer>;
  return { baseModel: 'weft-starter', rank: 2, loraAlpha: 4, modules, theta };
}

const ALL = LAYERS.map((layer, at) => (at === 2 ? { ...layer, rank: 3, loraAlpha: 1 } : layer));
/** PEFT's files hold one net. */
const UNET_ALONE = adapterOf(ALL.filter(({ name }) => !name.startsWith('text_encoder.')));

const PEFT_CONFIG = JSON.parse(JSON.stringify(peftConfigOf(UNET_ALONE))) as Record<string, unknown>;

const trained = {
  kind: 'trained' as const,
  settings: {
    method: 'lora',
    instancePrompt: 'a sks cloth',
    steps: 3,
    learningRate: 0.004,
    targets: ['attention'],
    x: null,
  },
  losses: [{ step: 1, instance: 0.5, prior: null }],
  evaluations: [{ step: 1, trained: 0.5, heldOut: 0.4 }],
  stepsDone: 3,
  stopped: false,
};
const NOTE = { name: 'Indigo', createdAt: 1_763_000_000_000, origin: trained, fewSteps: false };
const merged = { kind: 'merged', parts: [{ name: 'Indigo', weight: 0.5, rank: 2, loraAlpha: 4 }] };
const notes = () => [NOTE, { ...NOTE, origin: merged }, { name: 'Indigo', createdAt: 0 }];

/** Names of all layouts for the layers, so that they meet in one file. */
const NAMES: readonly string[] = LAYERS.flatMap(({ name }) => {
  const kohya = `lora_unet_${name.replaceAll('.', '_')}`;
  const original = `lora_unet_${(originalName(name) ?? name).replaceAll('.', '_')}`;
  const text = name.replace('text_encoder.text_model.', 'lora_te1_text_model_').replaceAll('.', '_');
  return [
    kohya,
    original,
    text,
    `unet.${name}`,
    `base_model.model.${name}`,
    `unet.base_model.model.${name}`,
    `lycoris_${name}`,
  ].flatMap((stem) =>
    [
      'lora_A.weight',
      'lora_B.weight',
      'lora_down.weight',
      'lora_up.weight',
      'lora_mid.weight',
      'alpha',
      'dora_scale',
      'lora_magnitude_vector',
      'hada_w1_a',
      'lokr_w1',
      'diff',
      'diff_b',
      'w_norm',
      'oft_blocks',
    ].map((part) => `${stem}.${part}`),
  );
});

/** LyCORIS' kinds over a linear layer and a convolution. */
function lycoris(): Bytes[] {
  const [linear, conv] = [QUERY, CONV].map(({ name }) => `lora_unet_${name.replaceAll('.', '_')}`) as [string, string];
  const alpha = (stem: string): WeightTensor => float32Tensor(`${stem}.alpha`, [], Float32Array.of(1));
  return [
    safetensors(
      {
        [`${linear}.hada_w1_a`]: [4, 1],
        [`${linear}.hada_w1_b`]: [1, 6],
        [`${linear}.hada_w2_a`]: [4, 1],
        [`${linear}.hada_w2_b`]: [1, 6],
      },
      {},
      [alpha(linear)],
    ),
    safetensors(
      {
        [`${conv}.hada_w1_a`]: [2, 6],
        [`${conv}.hada_w1_b`]: [2, 4],
        [`${conv}.hada_w2_a`]: [2, 6],
        [`${conv}.hada_w2_b`]: [2, 4],
        [`${conv}.hada_t1`]: [2, 2, 3, 3],
        [`${conv}.hada_t2`]: [2, 2, 3, 3],
      },
      {},
      [alpha(conv)],
    ),
    safetensors({ [`${linear}.lokr_w1`]: [2, 2], [`${linear}.lokr_w2_a`]: [2, 1], [`${linear}.lokr_w2_b`]: [1, 3] }),
    safetensors({
      [`${conv}.lokr_w1`]: [2, 2],
      [`${conv}.lokr_t2`]: [1, 1, 3, 3],
      [`${conv}.lokr_w2_a`]: [1, 3],
      [`${conv}.lokr_w2_b`]: [1, 2],
    }),
    safetensors({
      [`${conv}.lora_down.weight`]: [2, 4, 1, 1],
      [`${conv}.lora_mid.weight`]: [2, 2, 3, 3],
      [`${conv}.lora_up.weight`]: [6, 2, 1, 1],
    }),
    safetensors({ [`${linear}.diff`]: [4, 6], [`${conv}.diff`]: [6, 4, 3, 3] }),
    safetensors({
      [`${linear}.lora_down.weight`]: [2, 6],
      [`${linear}.lora_up.weight`]: [4, 2],
      [`${linear}.dora_scale`]: [1, 6],
    }),
  ];
}

/** Reads a file as an import does, and draws with what came of it. */
async function readAsImport(bytes: Uint8Array, peftConfig?: unknown, leaveOutUnknown = false): Promise<void> {
  const file = parseSafetensors(bytes);
  const options = { peftConfig, leaveOutUnknown, originalName };
  await prepareToRead(file, options);
  const merging = layersToMerge(file, LAYERS, options);
  const baseWeights = new Map(
    merging.map(({ name, inFeatures, outFeatures, kernel = 1 }) => [
      name,
      new Float32Array(outFeatures * inFeatures * kernel * kernel).fill(0.5),
    ]),
  );
  guessArchitecture(Array.from(file.tensors.values(), ({ name, shape }) => ({ name, inFeatures: shape[1] })));
  const { adapter: read } = readLora(file, LAYERS, { ...options, baseWeights });
  holds(read.theta.length === loraSize(read.modules, read.rank), 'its numbers don’t fit its layers');
  holds(read.theta.every(Number.isFinite), 'it has numbers that are none');
  holds(Number.isFinite(read.loraAlpha) && read.loraAlpha > 0, `its alpha is ${read.loraAlpha}`);
  mixLoras([{ adapter: read, weight: 0.5 }], LAYERS);
  drawsInFewSteps({ adapter: read, names: ['x'], metadata: file.metadata }, LAYERS);
}

const ofHeader = (random: Random, _key: string, text: string): string => {
  try {
    const tree = treeOf(JSON.parse(text));
    return mutateJson(random, tree, [tree]);
  } catch {
    return mutateText(random, text, [text]);
  }
};

const adapterTarget = (name: string, seeds: () => Bytes[], config?: unknown): Target =>
  bytesTarget({
    name,
    seeds,
    mutate: safetensorsMutator(NAMES, ofHeader),
    run: (bytes) => readAsImport(bytes, config, bytes.length % 2 === 0),
  });

const written = (layout: (typeof LORA_FILE_LAYOUTS)[number]) =>
  writeLora(layout === 'peft' ? UNET_ALONE : adapterOf(ALL), layout, writeNote(NOTE)) as Bytes;

const older = () => {
  const shapes = (down: string, up: string, stem: string, layer = QUERY) => ({
    [`${stem}${down}.weight`]: [2, layer.inFeatures],
    [`${stem}${up}.weight`]: [layer.outFeatures, 2],
  });
  const block = QUERY.name.replace(/\.to_q$/, '');
  return [
    safetensors(shapes('.lora.down', '.lora.up', `unet.${QUERY.name}`)),
    safetensors(shapes('.to_q_lora.down', '.to_q_lora.up', `${block}.processor`)),
    safetensors(shapes('.lora_linear_layer.down', '.lora_linear_layer.up', TEXT.name, TEXT)),
    safetensors(shapes('.lora_A', '.lora_B', `unet.base_model.model.${KEY.name}`, KEY)),
  ];
};

/** PEFT's file of two layers, whose settings are the input. */
const peftFile = (): Bytes => written('peft');

const PATTERNS = [
  '.*',
  '(a+)+$',
  '(?=x)',
  '\\1',
  '[',
  'to_[qk]',
  '^down_blocks',
  '(.*\\.)?attn1\\.to_q',
  '\\d{1,1000}',
  '(?i)',
  '|',
  '$',
  '{',
  '\\p{L}',
];

export const adapterTargets: readonly Target[] = [
  ...LORA_FILE_LAYOUTS.map((layout) => adapterTarget(`adapter-${layout}`, () => [written(layout)], PEFT_CONFIG)),
  adapterTarget('adapter-older', older),
  adapterTarget('adapter-lycoris', lycoris, { ...PEFT_CONFIG, peft_type: 'LOKR', alpha: 2 }),
  jsonTarget({
    name: 'peft-settings',
    seeds: () => [
      PEFT_CONFIG,
      { ...PEFT_CONFIG, alpha_pattern: { 'attn1.to_q': 2, '^down_blocks.*to_k': 3 }, use_rslora: true },
    ],
    words: [
      'alpha_pattern',
      'rank_pattern',
      'lora_alpha',
      'r',
      'use_dora',
      'init_lora_weights',
      'pissa',
      'olora',
      'peft_type',
      'LOHA',
      'fan_in_fan_out',
      ...PATTERNS,
    ],
    allows: [SyntaxError],
    run: (text) => readAsImport(peftFile(), JSON.parse(text)),
  }),
  textTarget({
    name: 'peft-patterns',
    seeds: () => PATTERNS,
    words: [
      '(',
      ')',
      '*',
      '+',
      '?',
      '{0,1000}',
      '[^',
      ']',
      '|',
      '\\b',
      '\\p{',
      '(?P<a>',
      '(?:',
      '.',
      '^',
      '$',
      '(?s)',
      '\\x{10ffff}',
    ],
    run: (text) => readAsImport(peftFile(), { ...PEFT_CONFIG, alpha_pattern: { [text.slice(0, 1000)]: 2 } }),
  }),
  jsonTarget({
    name: 'adapter-note',
    seeds: notes,
    words: [
      'origin',
      'kind',
      'trained',
      'merged',
      'foreign',
      'losses',
      'settings',
      'steady',
      'steadyEvery',
      'createdAt',
      'name',
      'metadata',
    ],
    run: async (text) => {
      const metadata = { weft: text, ss_output_name: text.slice(0, 100) };
      const { name, createdAt, origin } = readNote(metadata);
      holds(name === null || (name.trim() !== '' && name.length <= 400), 'its name is none');
      holds(createdAt === null || !Number.isNaN(new Date(createdAt).getTime()), 'its date is none');
      // As a card of the library shows it, and as it is exported again.
      for (const { label, value } of originRows(origin))
        holds(typeof label === 'string' && typeof value === 'string', 'it has no text');
      readNote(writeNote({ name: name ?? 'x', createdAt: createdAt ?? 0, origin }));
      await asJson(origin);
    },
  }),
  textTarget({
    name: 'adapter-thumbnail',
    seeds: () => [`data:image/png;base64,${btoa('\x89PNG\r\n\x1a\n0000')}`],
    words: ['data:image/png;base64,', '=', 'iVBOR', '/', '+', ' '],
    run: (text) => readThumbnail(text),
  }),
];
