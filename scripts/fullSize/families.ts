/** The architectures that can be written at full size: the `config.json` of each net as it was published, and the scheduler's. */
import scheduler from '../../reference/parity/full_size/scheduler.json';
import text_encoder from '../../reference/parity/full_size/text_encoder.json';
import unet from '../../reference/parity/full_size/unet.json';
import vae from '../../reference/parity/full_size/vae.json';

/** The JSON files of a model. */
export interface Family {
  text_encoder: Record<string, unknown>;
  unet: Record<string, unknown>;
  vae: Record<string, unknown>;
  scheduler: Record<string, unknown>;
}

/** Stable Diffusion 1.5, which the parity reference is made from too. */
function stableDiffusion15(): Family {
  return { text_encoder, unet, vae, scheduler };
}

/** Stable Diffusion 2.1: OpenCLIP's text encoder without its last layer, linear projections, heads of 64, velocity. */
function stableDiffusion21(): Family {
  return {
    text_encoder: {
      ...text_encoder,
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
  const base = stableDiffusion21();
  return {
    ...base,
    unet: { ...base.unet, sample_size: 64 },
    vae: { ...base.vae, sample_size: 512 },
    scheduler: {
      ...base.scheduler,
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
