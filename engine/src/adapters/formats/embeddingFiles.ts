/**
 * Files of learnt words. Two layouts are in use:
 *
 * | layout | tensor |
 * | --- | --- |
 * | diffusers | its name is the token itself, [width] or [n, width] |
 * | kohya, A1111 | `emb_params` [n, width]; the token is the file's name |
 */
import { float32Tensor, toFloat32, type WeightFile, writeSafetensors } from '../../weights/safetensors.ts';
import { AdapterError } from '../adapterError.ts';
import { type Embedding, requireSound } from '../embedding.ts';

/** Layouts that are written: diffusers' own, and the `emb_params` of kohya's scripts and AUTOMATIC1111's web UI. */
export type EmbeddingFileLayout = 'diffusers' | 'emb_params';

const PARAMETERS = 'emb_params';
/** The header entry that says the token where the tensor's name doesn't. */
const TOKEN_KEY = 'token';
const CHOOSE_ANOTHER = 'Choose a textual inversion for Stable Diffusion, saved by diffusers, kohya or A1111.';

/**
 * Reads a learnt word (textual inversion: Gal et al., arXiv 2208.01618).
 * @param file the parsed `.safetensors`
 * @param fileName without its ending: the token, where the file itself names none
 * @throws AdapterError when the file holds no embedding, or a damaged one; WeightsError when its numbers are no floats
 */
export function readEmbedding(file: WeightFile, fileName: string): Embedding {
  const [tensor, ...others] = file.tensors.values();
  if (file.tensors.has('clip_l') || file.tensors.has('clip_g')) {
    throw new AdapterError('The embedding is made for the two text encoders of Stable Diffusion XL.', CHOOSE_ANOTHER);
  }
  if (tensor === undefined || others.length > 0) {
    const found = tensor === undefined ? 'none' : `${file.tensors.size}`;
    throw new AdapterError(`An embedding's file has one tensor, this one has ${found}.`, CHOOSE_ANOTHER);
  }
  const { name, shape } = tensor;
  const width = shape.at(-1);
  if (shape.length > 2 || width === undefined) {
    throw new AdapterError(`The tensor ${name} has the shape [${shape.join(', ')}]; no embedding has.`, CHOOSE_ANOTHER);
  }
  const { metadata } = file;
  const embedding: Embedding = {
    baseModel: metadata.base_model ?? metadata.ss_sd_model_name ?? '',
    token: name === PARAMETERS ? (metadata[TOKEN_KEY] ?? fileName) : name,
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
