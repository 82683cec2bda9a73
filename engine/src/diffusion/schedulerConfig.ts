/** What a checkpoint says of its noise schedule, and what of it the engine knows. */
import * as z from 'zod';

/** Schedulers of diffusers that are not variance-preserving: flows, EDM, and others with noise of their own. */
const FOREIGN = /^(?:FlowMatch|EDM|ScoreSde|KarrasVe|CMStochastic|VQDiffusion|Amused|CosineDPM|RePaint)/;

/**
 * `scheduler_config.json` of any of diffusers' variance-preserving schedulers. Where a key is missing the value is
 * what Stable Diffusion's own scheduler takes. Keys that only choose among samplers (`solver_order`,
 * `use_karras_sigmas`, …) are left alone: which sampler is taken is said by who draws.
 */
export const SchedulerConfig = z
  .object({
    /** The scheduler that the model was published with; any of them samples it. */
    _class_name: z.string().optional(),
    num_train_timesteps: z.number().int().min(2).max(100_000).default(1000),
    beta_start: z.number().positive().lt(1).default(0.0001),
    beta_end: z.number().positive().lt(1).default(0.02),
    beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
    trained_betas: z.null().optional(),
    prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
    /** Where there is none, each sampler has its own. */
    timestep_spacing: z.enum(['leading', 'trailing', 'linspace']).optional(),
    steps_offset: z.number().int().min(0).max(100_000).default(0),
    set_alpha_to_one: z.boolean().default(true),
    clip_sample: z.boolean().default(false),
    clip_sample_range: z.number().positive().default(1),
    rescale_betas_zero_snr: z.boolean().default(false),
    /** LCM: the steps of the grid that the model was distilled on, and the scale of its boundary condition. */
    original_inference_steps: z.number().int().positive().max(100_000).default(50),
    timestep_scaling: z.number().positive().max(1e6).default(10),
    // Not built: they change what the model is told, or what is made of its answer.
    thresholding: z.literal(false).default(false),
    timestep_type: z.literal('discrete').default('discrete'),
    interpolation_type: z.literal('linear').default('linear'),
    use_flow_sigmas: z.literal(false).default(false),
    sigma_min: z.null().optional(),
    sigma_max: z.null().optional(),
  })
  .refine((config) => !(config.rescale_betas_zero_snr && config.prediction_type === 'epsilon'), {
    path: ['rescale_betas_zero_snr'],
    message: 'pure noise says nothing of the picture to a model that predicts the noise (prediction_type epsilon)',
  })
  .refine((config) => config.beta_start <= config.beta_end, {
    path: ['beta_start'],
    message: 'it is more than beta_end: noise would be added ever more slowly',
  })
  .refine((config) => config.steps_offset < config.num_train_timesteps, {
    path: ['steps_offset'],
    message: 'it leads beyond the last timestep',
  })
  .refine((config) => !FOREIGN.test(config._class_name ?? ''), {
    path: ['_class_name'],
    message: 'it follows another process than adding noise by betas',
  });
/** A checkpoint's noise schedule, by the names of diffusers' `scheduler_config.json`. */
export type SchedulerConfig = z.infer<typeof SchedulerConfig>;
export type PredictionType = SchedulerConfig['prediction_type'];
