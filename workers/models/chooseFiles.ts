import { type StudioError, studioError } from '../../src/contract/errors.ts';
import { type Message, msg, type Said, say } from '../../src/contract/message.ts';

/** Of a folder in diffusers' layout, the files that the studio needs, and no others. */

/** A net's folder, what its weights are called, and what it is called in messages. */
const NETS = [
  { folder: 'unet', weights: 'diffusion_pytorch_model', name: msg('U-Net') },
  { folder: 'text_encoder', weights: 'model', name: msg('text encoder') },
  { folder: 'vae', weights: 'diffusion_pytorch_model', name: msg('autoencoder') },
] as const;

/** Stable Diffusion XL has a text encoder more, with a tokenizer of its own. */
const XL_NETS = [...NETS, { folder: 'text_encoder_2', weights: 'model', name: msg('second text encoder') }] as const;

/** Says which pipeline it is; a folder that was put together by hand may lack it. */
const MODEL_INDEX = 'model_index.json';
const SCHEDULER = 'scheduler/scheduler_config.json';

/**
 * Chooses among a folder's paths. Weights in half precision come first: they are half as large, and what the nets compute
 * in doesn't depend on them.
 * @param xl for a model of Stable Diffusion XL @throws StudioError naming what is missing
 */
export function chooseFiles(paths: ReadonlySet<string>, xl = false): string[] {
  const nets = (xl ? XL_NETS : NETS).flatMap(({ folder, weights, name }) => {
    const inFolder = [...paths].some((path) => path.startsWith(`${folder}/`));
    if (!inFolder) throw lacking(say('a {name} (a folder “{folder}”)', { name: { text: name }, folder }));
    const config = `${folder}/config.json`;
    if (!paths.has(config)) throw lacking(config);
    return [config, ...weightFiles(paths, `${folder}/${weights}`, name)];
  });
  if (!paths.has(SCHEDULER)) throw lacking(SCHEDULER);
  const tokenizers = (xl ? ['tokenizer', 'tokenizer_2'] : ['tokenizer']).flatMap((folder) =>
    tokenizerFiles(paths, folder),
  );
  return [...(paths.has(MODEL_INDEX) ? [MODEL_INDEX] : []), SCHEDULER, ...tokenizers, ...nets];
}

function tokenizerFiles(paths: ReadonlySet<string>, folder: string): string[] {
  const [config, special] = [`${folder}/tokenizer_config.json`, `${folder}/special_tokens_map.json`];
  if (!paths.has(config)) throw lacking(config);
  const layouts = [[`${folder}/tokenizer.json`], [`${folder}/vocab.json`, `${folder}/merges.txt`]];
  const files = layouts.find((layout) => layout.every((path) => paths.has(path)));
  if (!files)
    throw lacking(
      say('a tokenizer (tokenizer.json, or vocab.json and merges.txt, in the folder “{folder}”)', { folder }),
    );
  return [...(paths.has(special) ? [special] : []), config, ...files];
}

/** One file, or an index with the several that it lists. */
function weightFiles(paths: ReadonlySet<string>, base: string, name: Message): string[] {
  const whole = [`${base}.fp16.safetensors`, `${base}.safetensors`].find((path) => paths.has(path));
  if (whole) return [whole];
  const [half, single] = [`${base}.safetensors.index.fp16.json`, `${base}.safetensors.index.json`];
  const index = [half, single].find((path) => paths.has(path));
  if (index)
    return [index, ...[...paths].filter((path) => isShard(path, base) && /fp16/.test(path) === (index === half))];
  if ([...paths].some((path) => path.startsWith(base) && /\.(bin|ckpt|msgpack)$/.test(path))) {
    throw studioError(
      'model-unsupported',
      say(
        'The weights of its {name} are there only in a format that can run code (.bin), which the studio doesn’t open.',
        { name: { text: name } },
      ),
      'Choose a model that has them as .safetensors; most have a newer revision that does.',
    );
  }
  throw lacking(say('the weights of its {name} ({base}.safetensors)', { name: { text: name }, base }));
}

/** As diffusers and transformers name the files that they split weights into. */
function isShard(path: string, base: string): boolean {
  return path.startsWith(base) && /-\d{5}-of-\d{5}.*\.safetensors$/.test(path);
}

function lacking(what: string | Said): StudioError {
  return studioError(
    'model-unsupported',
    say('The model’s folder lacks {what}.', { what }),
    'Choose a folder in diffusers’ layout, with unet, text_encoder, vae, tokenizer and scheduler in it.',
  );
}
