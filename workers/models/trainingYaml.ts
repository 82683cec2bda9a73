/**
 * The `.yaml` that comes beside a checkpoint in the original naming: how it was trained. Of it the studio takes what the
 * U-Net predicts, which the checkpoint itself doesn't say.
 */
import * as z from 'zod';
import { isDeepYaml } from '../../src/contract/bounds/yamlDepth.ts';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import type { Prediction } from '../../src/contract/models.ts';

/** Bytes of the longest that is read; published ones have two thousand. Parsing takes time by the square of some lengths. */
const MOST_BYTES = 32_768;

const Told = z.object({
  model: z.object({
    params: z.object({
      parameterization: z.string().optional(),
      linear_start: z.number().optional(),
      linear_end: z.number().optional(),
      timesteps: z.number().optional(),
    }),
  }),
});

/** As latent-diffusion's `ddpm.py` names them; noise where nothing is said. */
const PARAMETERIZATIONS = new Map<string, Prediction>([
  ['eps', 'epsilon'],
  ['v', 'v_prediction'],
  ['x0', 'sample'],
]);

/** The schedule of noise that every published Stable Diffusion has. */
const SCHEDULE = { linear_start: 0.00085, linear_end: 0.012, timesteps: 1000 } as const;

/** What was read of a `.yaml`, and what a person should know of it. */
export interface YamlReading {
  /** Undefined where it says nothing that is taken. */
  prediction: Prediction | undefined;
  note: string;
}

/** @throws StudioError where it says something of the model that the studio can't follow */
export async function readTrainingYaml(file: File): Promise<YamlReading> {
  const aside = (why: string) => ({
    prediction: undefined,
    note: `${file.name} was left aside: ${why}. What the model predicts can be set in its row.`,
  });
  if (file.size > MOST_BYTES) return aside('it is too long for the settings of a training');
  const { Lexer, parse } = await import('yaml');
  const text = await file.text();
  let content: unknown;
  try {
    if (isDeepYaml(text, new Lexer())) return aside('its lists and tables lie too deep within each other');
    content = parse(text, { maxAliasCount: 50, logLevel: 'error', prettyErrors: false });
  } catch {
    return aside('it is not readable YAML');
  }
  const told = Told.safeParse(content).data?.model.params;
  if (!told) return aside('it says nothing of how a model was trained');
  for (const [key, usual] of Object.entries(SCHEDULE) as [keyof typeof SCHEDULE, number][]) {
    const value = told[key];
    if (value !== undefined && Math.abs(value - usual) > 1e-9) {
      throw studioError(
        'model-unsupported',
        say('{name} says that the model was trained with {key} {value}, where Stable Diffusion has {usual}.', {
          name: file.name,
          key,
          value,
          usual,
        }),
        'Put a folder “scheduler” with the scheduler_config.json of such a model beside the file, and leave the .yaml out.',
      );
    }
  }
  const prediction = PARAMETERIZATIONS.get(told.parameterization ?? 'eps');
  if (!prediction) {
    throw studioError(
      'model-unsupported',
      say('{name} says that the model predicts “{parameterization}”, which the studio doesn’t know.', {
        name: file.name,
        parameterization: told.parameterization ?? '',
      }),
      'Leave the .yaml out to open the model as one that predicts the noise.',
    );
  }
  return { prediction, note: `What it predicts was read from ${file.name}.` };
}
