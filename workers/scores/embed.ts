/**
 * Embeddings by transformers.js. The models' files come from the hub, at full precision, since figures are compared with
 * those of papers; one model is held at a time, since together they fill most of a wasm heap.
 */

import {
  AutoImageProcessor,
  AutoModel,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  type PreTrainedModel,
  type ProgressInfo,
  Tensor,
} from '@huggingface/transformers';
import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { type Message, msg, say } from '../../src/contract/message.ts';
import { Preprocessing, pixelValues } from './pixelValues.ts';
import { CLIP, DINO } from './scoreModels.ts';
import type { Embedding } from './similarity.ts';

/** Hears how many bytes of a file have come. */
export type FetchProgress = (file: string, loadedBytes: number) => void;

/** Anything that answers tensors by their names. */
type Answer = (inputs: Record<string, Tensor>) => Promise<Record<string, Tensor>>;

type Told = ReturnType<typeof told>;

/** A net's loader. */
type Load = (options: Told) => Promise<PreTrainedModel>;
const loadDino: Load = (options) => AutoModel.from_pretrained(DINO, options);
const loadClipImages: Load = (options) => CLIPVisionModelWithProjection.from_pretrained(CLIP, options);
const loadClipTexts: Load = (options) => CLIPTextModelWithProjection.from_pretrained(CLIP, options);

/**
 * Fetches everything that the functions below take, into transformers.js's cache, and sees that it opens.
 * Throws StudioError `connection-lost` where the hub can't be reached.
 */
export async function fetchModels(progress: FetchProgress): Promise<void> {
  const options = told(progress);
  await fetched(() =>
    Promise.all([
      AutoImageProcessor.from_pretrained(DINO, options),
      AutoImageProcessor.from_pretrained(CLIP, options),
      AutoTokenizer.from_pretrained(CLIP, options),
    ]),
  );
  for (const load of [loadDino, loadClipImages, loadClipTexts]) {
    await (await fetched(() => load(options))).dispose();
  }
}

/** CLIP's image embeddings. `embedded` hears of each. Throws as `fetchModels` where they are not fetched yet. */
export function embedImagesByClip(pictures: readonly Picture[], embedded: () => void): Promise<Embedding[]> {
  return embedImages(CLIP, loadClipImages, 'image_embeds', pictures, embedded);
}

/** DINO's class embeddings. */
export function embedImagesByDino(pictures: readonly Picture[], embedded: () => void): Promise<Embedding[]> {
  return embedImages(DINO, loadDino, 'last_hidden_state', pictures, embedded);
}

/** CLIP's text embeddings; what is longer than it reads is cut. */
export async function embedTextsByClip(texts: readonly string[], embedded: () => void): Promise<Embedding[]> {
  const [tokenizer, model] = await fetched(() =>
    Promise.all([AutoTokenizer.from_pretrained(CLIP), loadClipTexts(told())]),
  );
  return answering(model, async (answer) => {
    const found: Embedding[] = [];
    for (const text of texts) {
      const { text_embeds } = await answer(tokenizer([text], { padding: true, truncation: true }));
      found.push(numbersOf(text_embeds));
      embedded();
    }
    return found;
  });
}

async function embedImages(
  id: string,
  load: Load,
  output: string,
  pictures: readonly Picture[],
  embedded: () => void,
): Promise<Embedding[]> {
  const [processor, model] = await fetched(() => Promise.all([AutoImageProcessor.from_pretrained(id), load(told())]));
  return answering(model, async (answer) => {
    const how = Preprocessing.safeParse(processor.config).data;
    if (!how) throw damaged(msg('says in no known way how pictures are to be prepared'));
    const found: Embedding[] = [];
    for (const picture of pictures) {
      const { side, values } = pixelValues(picture, how);
      const answered = (await answer({ pixel_values: new Tensor('float32', values, [1, 3, side, side]) }))[output];
      // Of hidden states, [1, tokens, width], the first token's: the class's.
      const width = answered?.dims.at(-1) ?? 0;
      found.push(numbersOf(answered).subarray(0, width));
      embedded();
    }
    return found;
  });
}

function told(progress?: FetchProgress) {
  return {
    dtype: 'fp32',
    progress_callback: (info: ProgressInfo) => {
      // Files of different repositories may have the same name.
      if (info.status === 'progress') progress?.(`${info.name} ${info.file}`, info.loaded);
    },
  } as const;
}

/** Loads what the hub holds, or says that it can't be reached. */
async function fetched<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw studioError(
      'connection-lost',
      say('The models that judge pictures could not be fetched from huggingface.co ({detail}).', { detail }),
      'Connect to the internet and measure again. All else in the studio works without.',
    );
  }
}

/** Asks a model and lets it go. */
async function answering<T>(model: PreTrainedModel, use: (answer: Answer) => Promise<T>): Promise<T> {
  try {
    return await use((inputs) => model(inputs));
  } finally {
    await model.dispose();
  }
}

function numbersOf(tensor: Tensor | undefined): Float32Array {
  const data = tensor?.data;
  if (data instanceof Float32Array) return data.slice();
  throw damaged(msg('did not answer with an embedding'));
}

function damaged(what: Message): Error {
  return studioError(
    'model-damaged',
    say('A model that judges pictures {what}.', { what: { text: what } }),
    'Delete the scoring models and measure again: they are fetched anew.',
  );
}
