/** The architectures that can be written at full size: the `config.json` of each net as it was published, and the scheduler's. */
import { readFileSync } from 'node:fs';

/** The JSON files of a model. */
export interface Family {
  text_encoder: Record<string, unknown>;
  unet: Record<string, unknown>;
  vae: Record<string, unknown>;
  scheduler: Record<string, unknown>;
}

/** Stable Diffusion 1.5's, which the parity reference is made from too. */
function published(net: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`reference/parity/full_size/${net}.json`, 'utf8'));
}

function stableDiffusion15(): Family {
  return {
    text_encoder: published('text_encoder'),
    unet: published('unet'),
    vae: published('vae'),
    scheduler: published('scheduler'),
  };
}

/** Stable Diffusion 2.1: OpenCLIP's text encoder without its last layer, linear projections, heads of 64, velocity. */
function stableDiffusion21(): Family {
  const { text_encoder: text, unet, vae, scheduler } = stableDiffusion15();
  return {
    text_encoder: {
      ...text,
      hidden_act: 'gelu',
      hidden_size: 1024,
      intermediate_size: 4096,
      num_attention_heads: 16,
      num_hidden_layers: 23,
    },
    unet: {
      ...unet,
      attention_head_dim: [5, 10, 20, 20],
      cross_attention_dim: 1024,
      sample_size: 96,
      upcast_attention: true,
      use_linear_projection: true,
    },
    vae: { ...vae, sample_size: 768, scaling_factor: 0.18215 },
    scheduler: { ...scheduler, _class_name: 'DDIMScheduler', prediction_type: 'v_prediction' },
  };
}

/** SD-Turbo: 2.1's nets at 512 pixels, noise prediction, timesteps counted from the end. */
function turbo(): Family {
  const { text_encoder, unet, vae, scheduler } = stableDiffusion21();
  return {
    text_encoder,
    unet: { ...unet, sample_size: 64 },
    vae: { ...vae, sample_size: 512 },
    scheduler: {
      ...scheduler,
      _class_name: 'EulerDiscreteScheduler',
      prediction_type: 'epsilon',
      timestep_spacing: 'trailing',
    },
  };
}

/** Families by the name that the command line takes. */
export const FAMILIES: Readonly<Record<string, () => Family>> = {
  sd15: stableDiffusion15,
  sd21: stableDiffusion21,
  'sd-turbo': turbo,
};
