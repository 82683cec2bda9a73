/** Configs of a model's nets and of its scheduler: what is accepted must be built in bounded time and memory. */
import { readFolderConfigs, SAMPLER_KINDS } from '@weft/engine';
import { createSampler, NoiseSchedule, textEncoderWeights, unetWeights, vaeWeights } from '@weft/engine/internal';
import { Preprocessing, pixelValues } from '../../../workers/scores/pixelValues.ts';
import { holds, jsonTarget, type Target } from '../target.ts';
import { fixtureJson, utf8 } from './fixtures.ts';

const MODELS = ['tiny', 'reduced-sd15', 'reduced-sd2'] as const;
const PARTS = {
  unet: 'unet/config.json',
  vae: 'vae/config.json',
  text: 'text_encoder/config.json',
  index: 'model_index.json',
} as const;

const WORDS: Readonly<Record<keyof typeof PARTS, readonly string[]>> = {
  unet: [
    '_class_name',
    'UNet2DConditionModel',
    'UNetMotionModel',
    'block_out_channels',
    'layers_per_block',
    'attention_head_dim',
    'num_attention_heads',
    'cross_attention_dim',
    'norm_num_groups',
    'in_channels',
    'sample_size',
    'DownBlock2D',
    'CrossAttnDownBlock2D',
    'UpBlock2D',
    'mid_block_type',
    'time_cond_proj_dim',
    'addition_embed_type',
    'text_time',
  ],
  vae: ['_class_name', 'AutoencoderKL', 'AutoencoderTiny', 'latent_channels', 'scaling_factor', 'shift_factor'],
  text: ['model_type', 'clip_text_model', 't5', 'hidden_act', 'gelu', 'quick_gelu', 'num_hidden_layers', 'vocab_size'],
  index: ['_class_name', 'StableDiffusionPipeline', 'StableDiffusionXLPipeline', 'FluxPipeline'],
};

/** A folder of the tiny model's configs, with another one in the place of one. */
const withConfig = (path: string, text: string) => ({
  read: async (asked: string) => utf8(asked === path ? text : JSON.stringify(fixtureJson(`tiny/${asked}`))),
});

/** Nets that nobody could build are accepted by no message: what is accepted gives its list of weights at once. */
const configTarget = (part: keyof typeof PARTS): Target =>
  jsonTarget({
    name: `config-${part}`,
    seeds: () => [
      ...MODELS.map((model) => fixtureJson(`${model}/${PARTS[part]}`)),
      ...(part === 'unet' ? [fixtureJson('model-folder-parts/d2-unet-config.json')] : []),
      ...(part === 'vae' ? [fixtureJson('model-folder-parts/d5-vae-config.json')] : []),
    ],
    words: WORDS[part],
    run: async (text) => {
      const { unet, vae, textEncoder } = await readFolderConfigs(withConfig(PARTS[part], text));
      const lists = [
        part === 'unet' ? unetWeights(unet) : [],
        part === 'vae' ? vaeWeights(vae) : [],
        part === 'text' ? textEncoderWeights(textEncoder, '') : [],
      ];
      for (const { name, shape } of lists.flat()) {
        holds(
          shape.every((side) => Number.isSafeInteger(side) && side > 0),
          `${name} is [${shape}]`,
        );
      }
    },
  });

export const configTargets: readonly Target[] = [
  configTarget('unet'),
  configTarget('vae'),
  configTarget('text'),
  configTarget('index'),
  jsonTarget({
    name: 'scheduler',
    seeds: () => [
      ...MODELS.map((model) => fixtureJson(`${model}/scheduler/scheduler_config.json`)),
      fixtureJson('few-step/sd-turbo-scheduler_config.json'),
    ],
    words: [
      '_class_name',
      'beta_start',
      'beta_end',
      'beta_schedule',
      'squaredcos_cap_v2',
      'linear',
      'scaled_linear',
      'num_train_timesteps',
      'rescale_betas_zero_snr',
      'v_prediction',
      'sample',
      'timestep_spacing',
      'trailing',
      'linspace',
      'original_inference_steps',
      'steps_offset',
      'timestep_scaling',
    ],
    run: (text) => {
      const schedule = new NoiseSchedule(jsonOf(text));
      holds(
        schedule.alphasCumprod.every(Number.isFinite) && schedule.sigmas.every(Number.isFinite),
        'no number comes of it',
      );
      for (const kind of SAMPLER_KINDS) {
        const { timesteps } = createSampler(kind, schedule, 3);
        const valid = timesteps.every((timestep) => timestep >= 0 && timestep < schedule.trainTimesteps);
        holds(valid, `${kind} goes through timesteps ${timesteps} of ${schedule.trainTimesteps}`);
      }
    },
  }),
  jsonTarget({
    name: 'picture-preprocessing',
    seeds: () => [
      {
        size: { shortest_edge: 224 },
        crop_size: { height: 224, width: 224 },
        resample: 3,
        image_mean: [0.48145466, 0.4578275, 0.40821073],
        image_std: [0.26862954, 0.26130258, 0.27577711],
      },
      { size: 224, rescale_factor: 0.00392156862745098, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
    ],
    words: ['size', 'crop_size', 'shortest_edge', 'height', 'width', 'rescale_factor', 'image_mean', 'image_std'],
    run: (text) => {
      const how = Preprocessing.safeParse(jsonOf(text)).data;
      if (!how) return;
      const { side, values } = pixelValues({ width: 4, height: 4, rgba: new Uint8ClampedArray(64).fill(200) }, how);
      holds(values.length === 3 * side * side && values.every(Number.isFinite), 'no numbers come of it');
    },
  }),
];

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
