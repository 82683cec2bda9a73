/**
 * Files of learnt words. These layouts are in use:
 *
 * | layout | tensor |
 * | --- | --- |
 * | diffusers | its name is the token itself, [width] or [n, width] |
 * | kohya, A1111 | `emb_params` [n, width]; the token is the file's name |
 * | A1111's pickles, converted | `string_to_param.*` [n, width]; the token is the file's name |
 * | OneTrainer | `emp_params` [n, width], so spelt, and `emp_params_out`, which is added to what the text encoder makes of it |
 * | for several text encoders | `clip_l`, of Stable Diffusion 1 or of the first of XL's two; `clip_g`, of XL's second |
 * | OneTrainer, in a LoRA | `bundle_emb.<token>.clip_l`, `bundle_emb.<token>.emp_params` |
 */
import {
  float32Tensor,
  toFloat32,
  type WeightFile,
  type WeightTensor,
  writeSafetensors,
} from '../../weights/safetensors.ts';
import { AdapterError } from '../adapterError.ts';
import { type Embedding, requireSound } from '../embedding.ts';
import { foreignKind } from './foreignKinds.ts';

/** Layouts that are written: diffusers' own, and the `emb_params` of kohya's scripts and AUTOMATIC1111's web UI. */
export type EmbeddingFileLayout = 'diffusers' | 'emb_params';

const PARAMETERS = 'emb_params';
/** Tensors that hold a word's rows and don't say the word. */
const NAMELESS = new Set([PARAMETERS, 'emp_params', 'string_to_param.*', 'clip_l']);
/** OneTrainer's rows that are added behind the text encoder. */
const BEHIND = 'emp_params_out';
const BUNDLED = /^bundle_emb\.(?<token>.+)\.(?<part>clip_l|emp_params|clip_g|[a-z_]+_out)$/;
/** Of no layer: what else could be a word. */
const OF_A_LAYER = /\.(?:weight|bias|alpha|diff|diff_b|dora_scale|w_norm|b_norm)$|\.(?:hada|lokr|oft)_\w+$/;
/** The header entry that says the token where the tensor's name doesn't. */
const TOKEN_KEY = 'token';
const CHOOSE_ANOTHER = 'Choose a textual inversion for Stable Diffusion, saved by diffusers, kohya or A1111.';

/** Whether a tensor of this name is part of a word that lies in a LoRA's file. */
export function isBundledWord(name: string): boolean {
  return BUNDLED.test(name);
}

/** Whether a file holds a word and nothing else. */
export function holdsEmbedding({ tensors }: Pick<WeightFile, 'tensors'>): boolean {
  const names = [...tensors.keys()];
  if (names.some((name) => NAMELESS.has(name) || name === 'clip_g')) return true;
  const [name = ''] = names;
  return names.length === 1 && !OF_A_LAYER.test(name) && foreignKind(name) === null && !isBundledWord(name);
}

/** What of an embedding's file is left out by `readEmbedding`, as a sentence; null where all of it is read. */
export function leftOutOfEmbedding({ tensors }: Pick<WeightFile, 'tensors'>): string | null {
  return tensors.has(BEHIND) && tensors.size > 1
    ? 'The part that is added to what the text encoder makes of a prompt (OneTrainer’s “output embedding”) is left out.'
    : null;
}

/**
 * The words that lie in a LoRA's file, as OneTrainer writes them; empty where there are none.
 * @throws AdapterError when one is damaged or made for other text encoders; WeightsError when its numbers are no floats
 */
export function readBundledEmbeddings(file: WeightFile): Embedding[] {
  return [...file.tensors.values()].flatMap((tensor) => {
    const { token = '', part = '' } = BUNDLED.exec(tensor.name)?.groups ?? {};
    return part === 'clip_l' || part === 'emp_params' ? [embeddingOf(tensor, token, file.metadata)] : [];
  });
}

/**
 * Reads a learnt word (textual inversion: Gal et al., arXiv 2208.01618).
 * @param file the parsed `.safetensors`
 * @param fileName without its ending: the token, where the file itself names none
 * @throws AdapterError when the file holds no embedding, or a damaged one; WeightsError when its numbers are no floats
 */
export function readEmbedding(file: WeightFile, fileName: string): Embedding {
  if (file.tensors.has('clip_g')) {
    throw new AdapterError('The embedding is made for the two text encoders of Stable Diffusion XL.', CHOOSE_ANOTHER);
  }
  const [tensor, ...others] = [...file.tensors.values()].filter(({ name }) => name !== BEHIND);
  if (tensor === undefined && file.tensors.has(BEHIND)) {
    throw new AdapterError(
      'The embedding adds to what the text encoder makes of a prompt (OneTrainer’s “output embedding”), which this engine can’t.',
      'Train it as an ordinary embedding, or choose another one.',
    );
  }
  if (tensor === undefined || others.length > 0) {
    const found = tensor === undefined ? 'none' : `${file.tensors.size}`;
    throw new AdapterError(`An embedding's file has one tensor, this one has ${found}.`, CHOOSE_ANOTHER);
  }
  const { metadata } = file;
  const { name } = tensor;
  // A word of no letters is as good as none.
  return embeddingOf(tensor, (NAMELESS.has(name) ? metadata[TOKEN_KEY] : name) || fileName, metadata);
}

function embeddingOf(tensor: WeightTensor, token: string, metadata: Record<string, string>): Embedding {
  const { name, shape } = tensor;
  const width = shape.at(-1);
  if (shape.length > 2 || width === undefined) {
    throw new AdapterError(`The tensor ${name} has the shape [${shape.join(', ')}]; no embedding has.`, CHOOSE_ANOTHER);
  }
  const embedding: Embedding = {
    baseModel: metadata.base_model ?? metadata.ss_sd_model_name ?? '',
    token,
    width,
    vectors: Float32Array.from(toFloat32(tensor)),
  };
  requireSound(embedding);
  return embedding;
}

/**
 * A `.safetensors` file of the embedding in float32, its numbers as they are. A file of `emb_params` should be named as
 * the token, which other programs take from there.
 * @param metadata free text for the header, beside the base model and the token
 * @throws AdapterError when the embedding is damaged; WeightsError when its token can't be a tensor's name
 */
export function writeEmbedding(
  embedding: Embedding,
  layout: EmbeddingFileLayout,
  metadata: Record<string, string> = {},
): Uint8Array {
  requireSound(embedding);
  const { token, width, vectors, baseModel } = embedding;
  const rows = vectors.length / width;
  const tensor =
    layout === 'diffusers'
      ? float32Tensor(token, rows === 1 ? [width] : [rows, width], vectors)
      : float32Tensor(PARAMETERS, [rows, width], vectors);
  return writeSafetensors([tensor], { ...metadata, format: 'pt', base_model: baseModel, [TOKEN_KEY]: token });
}
