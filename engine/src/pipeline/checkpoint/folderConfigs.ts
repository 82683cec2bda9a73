/**
 * The configs of a folder in diffusers' layout. They are small, and tell whether the engine builds the model at all: a
 * model of another architecture is named before anything large is read.
 */
import * as z from 'zod';
import { parseConfig, TextEncoderConfig, UNetConfig, VaeConfig } from '../../nets/configs.ts';
import { ArchitectureError } from '../../nets/errors.ts';
import { foreignClass, foreignInput } from '../../nets/families.ts';
import { readJson, readOptionalJson } from './modelFiles.ts';
import { MissingFileError, type SmallFiles } from './source.ts';

/** The configs of a folder's nets, as far as they change what is computed. */
export interface FolderConfigs {
  /** Of `text_encoder/config.json`. */
  textEncoder: TextEncoderConfig;
  /** Of `unet/config.json`. */
  unet: UNetConfig;
  /** Of `vae/config.json`. */
  vae: VaeConfig;
}

const Classed = z.object({ _class_name: z.string() });

/** What tells U-Nets of other kinds from the one that the engine builds, and so names the model better than a key does. */
const Telling = z.object({
  in_channels: z.number().catch(0),
  addition_embed_type: z.unknown(),
  time_cond_proj_dim: z.unknown(),
});

/**
 * Reads `config.json` of each net.
 * @throws ArchitectureError naming the architecture, or the key that is missing or has a value that the engine doesn't
 *   build; ModelFileError where a file can't be had
 */
export async function readFolderConfigs(source: SmallFiles): Promise<FolderConfigs> {
  await refuseForeign(source, 'model_index.json');
  const unet = await readUNet(source);
  const text = await readJson(source, 'text_encoder/config.json');
  const pixels = await readJson(source, 'vae/config.json');
  const vae = parseConfig(VaeConfig, pixels, 'vae/config.json');
  refuseForeignUNet(unet, vae.latent_channels);
  return {
    textEncoder: parseConfig(TextEncoderConfig, text, 'text_encoder/config.json'),
    unet: parseConfig(UNetConfig, unet, 'unet/config.json'),
    vae,
  };
}

async function readUNet(source: SmallFiles): Promise<unknown> {
  try {
    return await readJson(source, 'unet/config.json');
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
    // Newer families have a transformer in its place.
    await refuseForeign(source, 'transformer/config.json');
    throw new MissingFileError(
      'The model has no U-Net: there is no unet/config.json.',
      'Choose the folder that holds unet, vae, text_encoder, tokenizer and scheduler.',
    );
  }
}

async function refuseForeign(source: SmallFiles, path: string): Promise<void> {
  const { data } = Classed.safeParse(await readOptionalJson(source, path));
  const foreign = data && foreignClass(data._class_name);
  if (foreign) throw unsupported(foreign);
}

function refuseForeignUNet(json: unknown, latentChannels: number): void {
  const { data } = Telling.safeParse(json);
  if (!data) return;
  const foreign = data.in_channels > 0 ? foreignInput(data.in_channels, latentChannels) : null;
  if (foreign) throw unsupported(foreign);
  if (data.addition_embed_type === 'text_time') throw unsupported('Stable Diffusion XL');
  if (data.time_cond_proj_dim) throw unsupported(OWN_LCM);
}

/** Its U-Net reads the strength of guidance. */
const OWN_LCM = 'a latent consistency model with a U-Net of its own';

function unsupported(family: string): ArchitectureError {
  return new ArchitectureError(`This model is ${family}, which this engine doesn’t draw with.`);
}
