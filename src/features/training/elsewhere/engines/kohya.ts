/** kohya's sd-scripts: `train_network.py` with its two TOML files. Facts as of commit 48d368fa of kohya-ss/sd-scripts. */
import { stringify } from 'smol-toml';
import type { SamplingSettings } from '../../../../contract/drawing.ts';
import { hasClassImages, type LoraRun, learntFrom, oneLine, plainName } from '../run.ts';
import { SCRIPT_START } from '../text/shell.ts';
import { drawMissing } from './classImages.ts';
import type { Engine, TextFile } from './engine.ts';
import { KOHYA_LORA_FATES } from './kohyaFates.ts';
import { schedulerName } from './learningRate.ts';
import { FAMILIES, isXl, localModel, noXl } from './modelForScripts.ts';

const COMMIT = '48d368fa557731ad0488c07304dfeba8c07910eb';

/** Its U-Net in blocks: twelve on the way down, one in the middle, twelve on the way up. */
const BLOCKS = { below: 13, up: 12 } as const;

/** What it calls the samplers that it has. */
const SAMPLERS: Partial<Record<SamplingSettings['sampler'], string>> = {
  'dpmsolver++': 'dpmsolver++',
  euler: 'euler',
  'euler ancestral': 'euler_a',
  ddim: 'ddim',
};

/**
 * Its loss is the mean over instance and class images together, which is half of Weft's: the mean over each, added. AdamW
 * takes the same step of half the gradient where epsilon is half as large, and clipping where its norm is.
 */
const lossShare = (run: LoraRun) => (hasClassImages(run) ? 0.5 : 1);

export const KOHYA: Engine = {
  name: 'kohya’s sd-scripts',
  folder: 'kohya',
  inversion:
    'Weft writes no textual inversion for kohya: its script has templates of its own and no list of prompts. The runner and diffusers’ script learn words.',
  lora: {
    fates: KOHYA_LORA_FATES,
    refusals: (run) => {
      const { family, name } = run.model;
      if (isXl(run)) return noXl(run, 'another script, sdxl_train_network.py');
      return family === FAMILIES.sd1 || family === FAMILIES.sd2
        ? []
        : [`${name} is neither Stable Diffusion 1 nor 2, whose nets’ sizes kohya’s script takes for granted.`];
    },
    differences: (run) => [
      'Random numbers are its own: the same settings and pictures, but neither the same noises nor the same order.',
      ...(hasClassImages(run)
        ? ['A batch holds instance and class images mixed, as many of each on the whole but not in every step.']
        : []),
      ...(run.state ? [`It begins at the first step: the state at step ${run.state.step} is not for it.`] : []),
      ...(run.samples.sampler in SAMPLERS ? [] : ['Its sample pictures are drawn by DDIM.']),
    ],
    files: (run): TextFile[] => [
      { path: 'kohya/train.toml', text: stringify(trainToml(run)) },
      { path: 'kohya/dataset.toml', text: stringify(datasetToml(run)) },
      { path: 'kohya/sample-prompts.json', text: `${JSON.stringify(samplePrompts(run), null, 2)}\n` },
      { path: 'kohya/run.sh', text: runScript(run), executable: true },
    ],
  },
};

function trainToml(run: LoraRun) {
  const { settings, model, samples } = run;
  const share = lossShare(run);
  const text = settings.targets.includes('text-encoder');
  const { beta1, beta2, epsilon, weightDecay } = settings;
  return {
    v2: model.family === FAMILIES.sd2,
    v_parameterization: model.predicts === 'v_prediction',
    output_dir: `../out/kohya/${plainName(settings.adapterName)}`,
    output_name: plainName(settings.adapterName),
    training_comment: `weft-run ${run.id}`,
    save_model_as: 'safetensors',
    save_precision: 'float',
    network_module: 'networks.lora',
    network_dim: settings.rank,
    network_alpha: settings.loraAlpha,
    ...networkArguments(run),
    network_train_unet_only: !text,
    learning_rate: settings.learningRate,
    unet_lr: settings.learningRate,
    ...(text && { text_encoder_lr: settings.learningRate }),
    max_train_steps: settings.steps,
    gradient_accumulation_steps: settings.accumulation,
    seed: settings.seed,
    optimizer_type: 'AdamW',
    optimizer_args: [`betas=${beta1},${beta2}`, `eps=${epsilon * share}`, `weight_decay=${weightDecay}`],
    max_grad_norm: settings.maxGradientNorm * share,
    lr_scheduler: schedulerName(settings),
    lr_warmup_steps: settings.warmupSteps,
    ...(settings.minSnrGamma > 0 && { min_snr_gamma: settings.minSnrGamma }),
    ...(settings.noiseOffset > 0 && { noise_offset: settings.noiseOffset }),
    prior_loss_weight: settings.priorWeight,
    gradient_checkpointing: true,
    mixed_precision: 'no',
    sdpa: true,
    logging_dir: '../out/kohya/logs',
    ...(settings.checkpointEvery > 0 && { save_every_n_steps: settings.checkpointEvery }),
    ...(settings.sampleEvery > 0 && {
      sample_every_n_steps: settings.sampleEvery,
      sample_at_first: true,
      sample_prompts: 'sample-prompts.json',
      sample_sampler: SAMPLERS[samples.sampler] ?? 'ddim',
    }),
  };
}

/** Which blocks learn, and whether their convolutions do. */
function networkArguments({ settings: { upBlocksOnly, targets, rank, loraAlpha } }: LoraRun) {
  const blocks = (value: number) =>
    [...Array<number>(BLOCKS.below).fill(upBlocksOnly ? 0 : value), ...Array<number>(BLOCKS.up).fill(value)].join(',');
  const convolutions = targets.includes('convolutions');
  const list = upBlocksOnly
    ? [
        `block_dims=${blocks(rank)}`,
        `block_alphas=${blocks(loraAlpha)}`,
        ...(convolutions ? [`conv_block_dims=${blocks(rank)}`, `conv_block_alphas=${blocks(loraAlpha)}`] : []),
      ]
    : convolutions
      ? [`conv_dim=${rank}`, `conv_alpha=${loraAlpha}`]
      : [];
  return list.length > 0 ? { network_args: list } : {};
}

function datasetToml(run: LoraRun) {
  const { settings, size } = run;
  const prior = hasClassImages(run);
  const shared = { flip_aug: settings.mirror, caption_dropout_rate: settings.captionDropout };
  // It takes no more class images than there are instance images with their repeats.
  const repeats = prior ? Math.ceil(settings.classImages / learntFrom(run).length) : 1;
  const instances = {
    image_dir: '../pictures/captioned',
    caption_extension: '.txt',
    class_tokens: oneLine(settings.instancePrompt),
    num_repeats: Math.max(1, repeats),
    ...shared,
  };
  const classes = {
    image_dir: '../class-images',
    is_reg: true,
    class_tokens: oneLine(settings.classPrompt),
    num_repeats: 1,
    ...shared,
  };
  return {
    datasets: [
      {
        resolution: size,
        // Instance and class images count alike in a batch.
        batch_size: settings.batchSize * (prior ? 2 : 1),
        enable_bucket: false,
        subsets: prior ? [instances, classes] : [instances],
      },
    ],
  };
}

function samplePrompts({ samples: { prompts, seeds, samplingSteps, guidanceScale }, size }: LoraRun) {
  return prompts.flatMap((prompt) =>
    seeds.map((seed) => ({
      prompt: oneLine(prompt),
      width: size,
      height: size,
      sample_steps: samplingSteps,
      scale: guidanceScale,
      seed,
    })),
  );
}

function runScript(run: LoraRun): string {
  return `${SCRIPT_START}
SD_SCRIPTS="\${SD_SCRIPTS:-$PWD/sd-scripts}"
if [ ! -d "$SD_SCRIPTS" ]; then
  git clone https://github.com/kohya-ss/sd-scripts "$SD_SCRIPTS"
  git -C "$SD_SCRIPTS" checkout --quiet ${COMMIT}
  (cd "$SD_SCRIPTS" && pip install -r requirements.txt)
fi
${localModel(run)}${drawMissing(run)}
accelerate launch --num_processes 1 "$SD_SCRIPTS/train_network.py" \\
  --pretrained_model_name_or_path "$MODEL" \\
  --config_file train.toml \\
  --dataset_config dataset.toml
cp ../run.json ../out/kohya/
`;
}
