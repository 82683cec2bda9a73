/** ai-toolkit: `run.py job.yaml`, process `sd_trainer`. Facts as of commit 27a03a91 of ostris/ai-toolkit. */
import { stringify } from 'yaml';
import type { LoraSettings } from '../../../../contract/training.ts';
import { hasCaptions, hasClassImages, hasOwnPrediction, type LoraRun, oneLine, plainName } from '../run.ts';
import { SCRIPT_START } from '../text/shell.ts';
import { AI_TOOLKIT_LORA_FATES } from './aiToolkitFates.ts';
import { drawMissing } from './classImages.ts';
import type { Engine } from './engine.ts';
import { FAMILIES, isXl, localModel, noXl } from './modelForScripts.ts';
import { clippedTo } from './sharedFates.ts';

const COMMIT = '27a03a91f23eb1b757d5ec2e80ee3e129cfcc350';

/** Instance and class images take turns, so that a step of Weft's is two of its. */
const turns = (run: LoraRun) => (hasClassImages(run) ? 2 : 1);

/** Words of layers' names by which each group is known, with dots or underscores between the names' parts. */
const LAYERS: Record<LoraSettings['targets'][number], readonly string[]> = {
  attention: ['attn1', 'attn2'],
  'feed-forward': ['ff.net', 'ff_net'],
  projections: ['proj_in', 'proj_out'],
  convolutions: ['conv1', 'conv2', 'conv_shortcut', 'samplers'],
  'text-encoder': ['self_attn'],
};

/** It puts its own texts in place of these, wherever they stand. */
const REPLACED = /\[name\]|\[trigger\]|\$\{[^}]+\}/;

export const AI_TOOLKIT: Engine = {
  name: 'ai-toolkit',
  folder: 'ai-toolkit',
  inversion: 'Weft writes no textual inversion for ai-toolkit. The runner and diffusers’ script learn words.',
  lora: {
    fates: AI_TOOLKIT_LORA_FATES,
    refusals: (run) => [
      ...noXl(run, 'another architecture, sdxl'),
      ...(isXl(run) || run.model.family === FAMILIES.sd1 || run.model.family === FAMILIES.sd2
        ? []
        : [`${run.model.name} is neither Stable Diffusion 1 nor 2; what its other kinds need is not known here.`]),
      ...(textsOf(run).some((text) => REPLACED.test(text))
        ? [
            'It puts its own texts in place of [name], [trigger] and what stands in braces behind a dollar sign, as in a prompt or a caption here.',
          ]
        : []),
    ],
    differences: (run) => [
      'Random numbers are its own: the same settings and pictures, but neither the same noises nor the same order.',
      ...(hasClassImages(run)
        ? [
            `Instance and class images take turns instead of sharing a step: it takes ${2 * run.settings.steps} steps for ${run.settings.steps}, and all that is counted in steps is doubled. Steps after which it saves or draws take instance images in any case.`,
          ]
        : []),
      ...(hasOwnPrediction(run) ? ownPredictionDifferences(run) : []),
      ...(run.settings.emaDecay > 0 ? ['Its moving average warms up by its own rule.'] : []),
      ...(run.state ? [`It begins at the first step: the state at step ${run.state.step} is not for it.`] : []),
      'Its sample pictures are drawn by DDPM.',
    ],
    files: (run) => [
      // Folded lines would be the same texts, but are hard to read.
      { path: 'ai-toolkit/job.yaml', text: stringify(job(run), { lineWidth: 0, aliasDuplicateObjects: false }) },
      { path: 'ai-toolkit/run.sh', text: runScript(run), executable: true },
    ],
  },
};

function ownPredictionDifferences(run: LoraRun): string[] {
  return [
    ...(run.settings.minSnrGamma > 0
      ? ['Min-SNR weights the error on the pictures alone, not that on the model’s own prediction.']
      : []),
    ...(hasCaptions(run)
      ? [
          'Captions get the instance prompt put before them where they don’t hold it, and the class is held with the rest of their words behind it.',
        ]
      : []),
  ];
}

/** The model's name beside the job. One file is known as such by how its name ends. */
const linkOf = ({ model }: LoraRun) => (model.layout === 'single-file' ? 'model.safetensors' : 'model');

const textsOf = ({ settings, samples, pictures }: LoraRun) => [
  settings.instancePrompt,
  settings.classPrompt,
  ...samples.prompts,
  ...pictures.map(({ caption }) => caption),
];

function job(run: LoraRun) {
  const { settings } = run;
  const times = turns(run);
  const never = settings.steps * times + 1;
  return {
    job: 'extension',
    config: {
      name: plainName(settings.adapterName),
      process: [
        {
          type: 'sd_trainer',
          training_folder: '../out/ai-toolkit',
          training_seed: settings.seed,
          device: 'cuda:0',
          // It puts the class in this one's place, in whatever an image is learnt with.
          ...(hasOwnPrediction(run) && { trigger_word: oneLine(settings.instancePrompt) }),
          network: network(settings),
          save: {
            dtype: 'float32',
            save_every: settings.checkpointEvery > 0 ? settings.checkpointEvery * times : never,
            max_step_saves_to_keep: settings.keepCheckpoints ? settings.steps : 1,
          },
          datasets: datasets(run),
          train: train(run),
          model: {
            name_or_path: linkOf(run),
            arch: run.model.family === FAMILIES.sd2 ? 'sd2' : 'sd1',
            is_v2: run.model.family === FAMILIES.sd2,
            is_v_pred: run.model.predicts === 'v_prediction',
            dtype: 'float32',
          },
          sample: sample(run, never),
        },
      ],
    },
    meta: { name: '[name]', version: '1.0', weft_run: run.id },
  };
}

function network({ rank, loraAlpha, targets, upBlocksOnly }: LoraSettings) {
  return {
    type: 'lora',
    linear: rank,
    linear_alpha: loraAlpha,
    ...(targets.includes('convolutions') && { conv: rank, conv_alpha: loraAlpha }),
    transformer_only: false,
    network_kwargs: {
      only_if_contains: targets.flatMap((target) => LAYERS[target]),
      ...(upBlocksOnly && { ignore_if_contains: ['down_blocks', 'mid_block'] }),
    },
  };
}

function datasets(run: LoraRun) {
  const { settings, size } = run;
  const shared = {
    caption_dropout_rate: settings.captionDropout,
    flip_x: settings.mirror,
    resolution: [size],
    buckets: false,
    cache_latents_to_disk: false,
  };
  const instances = {
    folder_path: '../pictures/captioned',
    caption_ext: 'txt',
    default_caption: oneLine(settings.instancePrompt),
    ...shared,
  };
  const classes = {
    folder_path: '../class-images',
    is_reg: true,
    caption_ext: 'txt',
    default_caption: oneLine(settings.classPrompt),
    ...shared,
  };
  return hasClassImages(run) ? [instances, classes] : [instances];
}

function train(run: LoraRun) {
  const { settings } = run;
  const times = turns(run);
  return {
    steps: settings.steps * times,
    batch_size: settings.batchSize,
    gradient_accumulation: settings.accumulation,
    train_unet: settings.targets.some((target) => target !== 'text-encoder'),
    train_text_encoder: settings.targets.includes('text-encoder'),
    gradient_checkpointing: true,
    noise_scheduler: 'ddpm',
    optimizer: 'adamw',
    optimizer_params: {
      betas: [settings.beta1, settings.beta2],
      weight_decay: settings.weightDecay,
    },
    lr: settings.learningRate,
    ...schedule(settings, times),
    max_grad_norm: clippedTo(settings.maxGradientNorm),
    ...(settings.minSnrGamma > 0 && { min_snr_gamma: settings.minSnrGamma }),
    ...(settings.noiseOffset > 0 && { noise_offset: settings.noiseOffset }),
    ...(settings.emaDecay > 0 && { ema_config: { use_ema: true, ema_decay: settings.emaDecay } }),
    ...(hasClassImages(run) && { reg_weight: settings.priorWeight }),
    ...(hasOwnPrediction(run) && {
      diff_output_preservation: true,
      diff_output_preservation_class: oneLine(settings.classPrompt),
      diff_output_preservation_multiplier: settings.priorWeight,
    }),
    dtype: 'fp32',
  };
}

/** Its `linear` is PyTorch's, which would begin at a third of the learning rate and rise. */
function schedule({ schedule: kind, warmupSteps }: LoraSettings, times: number) {
  if (kind === 'constant' && warmupSteps > 0)
    return { lr_scheduler: 'constant_with_warmup', lr_scheduler_params: { num_warmup_steps: warmupSteps * times } };
  if (kind === 'linear') return { lr_scheduler: 'linear', lr_scheduler_params: { start_factor: 1, end_factor: 0 } };
  return { lr_scheduler: kind };
}

function sample({ settings, samples, size, ...run }: LoraRun, never: number) {
  const times = turns({ settings, samples, size, ...run });
  return {
    sampler: 'ddpm',
    sample_every: settings.sampleEvery > 0 ? settings.sampleEvery * times : never,
    width: size,
    height: size,
    guidance_scale: samples.guidanceScale,
    sample_steps: samples.samplingSteps,
    neg: '',
    samples: samples.prompts.flatMap((prompt) => samples.seeds.map((seed) => ({ prompt: oneLine(prompt), seed }))),
  };
}

function runScript(run: LoraRun): string {
  return `${SCRIPT_START}
AI_TOOLKIT="\${AI_TOOLKIT:-$PWD/toolkit}"
if [ ! -d "$AI_TOOLKIT" ]; then
  git clone https://github.com/ostris/ai-toolkit "$AI_TOOLKIT"
  git -C "$AI_TOOLKIT" checkout --quiet ${COMMIT}
  git -C "$AI_TOOLKIT" submodule update --init --recursive
  (cd "$AI_TOOLKIT" && pip install -r requirements.txt)
fi
${localModel(run)}${drawMissing(run)}
# job.yaml names the model by this link.
ln -sfn "$(realpath "$MODEL")" ${linkOf(run)}
python "$AI_TOOLKIT/run.py" job.yaml
cp ../run.json ../out/ai-toolkit/
`;
}
