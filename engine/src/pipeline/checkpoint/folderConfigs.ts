/**
 * The configs of a folder in diffusers' layout. They are small, and tell whether the engine builds the model at all: a
 * model of another architecture is named before anything large is read.
 */
import * as z from 'zod';
import { parseConfig, TextEncoderConfig, UNetConfig, VaeConfig } from '../../nets/configs.ts';
import { ArchitectureError } from '../../nets/errors.ts';
import { foreignClass, foreignInput, foreignNet } from '../../nets/families.ts';
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
const TextModel = z.object({ model_type: z.string() });

/** What tells U-Nets of other kinds from the one that the engine builds, and so names the model better than a key does. */
const Telling = z.object({
  in_channels: z.number().catch(0),
  mid_block_type: z.unknown(),
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
  refuseForeignNets(unet, text);
  const vae = parseVae(pixels);
  refuseForeignUNet(unet, vae.latent_channels);
  const configs = {
    textEncoder: parseConfig(TextEncoderConfig, text, 'text_encoder/config.json'),
    unet: parseConfig(UNetConfig, unet, 'unet/config.json'),
    vae,
  };
  requireTogether(configs);
  return configs;
}

/** The autoencoder's config; null where the folder has none. @throws as `readFolderConfigs` */
export async function readVaeConfig(source: SmallFiles): Promise<VaeConfig | null> {
  const json = await readOptionalJson(source, 'vae/config.json');
  return json === null ? null : parseVae(json);
}

/** Autoencoders of other classes are named by what they are. */
function parseVae(json: unknown): VaeConfig {
  const foreign = foreignNet(Classed.safeParse(json).data?._class_name, 'AutoencoderKL');
  if (foreign)
    throw new ArchitectureError(`The model’s autoencoder is ${foreign}, which this engine doesn’t draw with.`);
  return parseConfig(VaeConfig, json, 'vae/config.json');
}

/** Nets that each can be built, but were not made for each other. */
export function requireTogether({ textEncoder, unet, vae }: FolderConfigs): void {
  const apart = (what: string) => new ArchitectureError(`The model’s nets don’t belong together: ${what}.`);
  if (unet.in_channels !== vae.latent_channels) {
    throw apart(`the U-Net reads ${unet.in_channels} channels, the autoencoder makes ${vae.latent_channels}`);
  }
  if (unet.out_channels !== unet.in_channels) {
    throw apart(`the U-Net reads ${unet.in_channels} channels, but answers with ${unet.out_channels}`);
  }
  if (unet.cross_attention_dim !== textEncoder.hidden_size) {
    throw apart(
      `the U-Net reads ${unet.cross_attention_dim} numbers of each token, the text encoder makes ${textEncoder.hidden_size}`,
    );
  }
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

/** Nets of another class than those that the engine builds, by what they are. */
function refuseForeignNets(unet: unknown, text: unknown): void {
  const noise = foreignNet(Classed.safeParse(unet).data?._class_name, 'UNet2DConditionModel');
  if (noise) throw new ArchitectureError(`The model’s U-Net is ${noise}, which this engine doesn’t draw with.`);
  const kind = TextModel.safeParse(text).data?.model_type;
  if (kind !== undefined && !/^clip(?:_text_model)?$/.test(kind)) {
    throw new ArchitectureError(`The model’s text encoder is a “${kind}”, where this engine reads CLIP’s.`);
  }
}

function refuseForeignUNet(json: unknown, latentChannels: number): void {
  const { data } = Telling.safeParse(json);
  if (!data) return;
  const foreign = data.in_channels > 0 ? foreignInput(data.in_channels, latentChannels) : null;
  if (foreign) throw unsupported(foreign);
  if (data.addition_embed_type === 'text_time') throw unsupported('Stable Diffusion XL');
  if (data.mid_block_type === null) {
    throw unsupported('a smaller Stable Diffusion whose U-Net has no middle block (mid_block_type null)');
  }
  if (data.time_cond_proj_dim) throw unsupported(OWN_LCM);
}

/** Its U-Net reads the strength of guidance. */
const OWN_LCM = 'a latent consistency model with a U-Net of its own';

function unsupported(family: string): ArchitectureError {
  return new ArchitectureError(`This model is ${family}, which this engine doesn’t draw with.`);
}
