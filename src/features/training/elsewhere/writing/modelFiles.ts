/** Where the open model is found elsewhere; the starter is nowhere else and goes along. */
import { studioError } from '../../../../contract/errors.ts';
import type { ModelInfo } from '../../../../contract/studioWorker.ts';
import { t } from '../../../../kit/language/t.ts';
import { useModels } from '../../../models/modelStore.ts';
import { keptModels } from '../../../models/modelsClient.ts';
import type { BundleSources, SourceFile } from './sources.ts';

/** The starter's files as diffusers looks for them. Of its tokenizer's, those are spare that others of them can stand for. */
const STARTER_FILES = {
  'model_index.json': 'needed',
  'scheduler/scheduler_config.json': 'needed',
  'text_encoder/config.json': 'needed',
  'text_encoder/model.safetensors': 'needed',
  'tokenizer/merges.txt': 'spare',
  'tokenizer/vocab.json': 'spare',
  'tokenizer/tokenizer_config.json': 'spare',
  'tokenizer/special_tokens_map.json': 'spare',
  'tokenizer/tokenizer.json': 'spare',
  'unet/config.json': 'needed',
  'unet/diffusion_pytorch_model.safetensors': 'needed',
  'vae/config.json': 'needed',
  'vae/diffusion_pytorch_model.safetensors': 'needed',
} as const;

/** @throws StudioError `model-unavailable` where a file of the starter can't be loaded, or the stored model is gone */
export async function modelSources(model: ModelInfo): Promise<Pick<BundleSources, 'model' | 'modelFiles'>> {
  const { ref, name, fingerprint, nativeSize } = model;
  const known = { name, fingerprint, nativeSize, prediction: model.prediction ?? null };
  if (ref.kind === 'starter') {
    const about = {
      family: null,
      source: { kind: 'included', folder: 'model' },
      layout: 'diffusers',
    } as const;
    return { model: { ...known, ...about, files: [] }, modelFiles: await starterFiles() };
  }
  const { models } = useModels.getState().kept ?? (await keptModels());
  const stored = models.find(({ id }) => id === ref.id);
  if (!stored) {
    throw studioError(
      'model-unavailable',
      t('The open model is not in this browser any more.'),
      t('Add it again in the library.'),
    );
  }
  const { family, origin, layout, files } = stored;
  return { model: { ...known, family, source: origin, layout, files }, modelFiles: [] };
}

async function starterFiles(): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const [path, kind] of Object.entries(STARTER_FILES)) {
    if (kind === 'spare' && !(await request(path, 'HEAD').catch(() => null))) continue;
    files.push({ path, read: () => readStarter(path) });
  }
  return files;
}

async function* readStarter(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { body } = await request(path, 'GET');
  if (!body) throw unavailable(path);
  // Safari's streams are not async iterables.
  const reader = body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

async function request(path: string, method: 'GET' | 'HEAD'): Promise<Response> {
  const response = await fetch(new URL(`models/starter/${path}`, document.baseURI), { method }).catch(() => null);
  // Servers of one-page applications answer with the page where they have no such file.
  if (!response?.ok || response.headers.get('content-type')?.startsWith('text/html')) throw unavailable(path);
  return response;
}

const unavailable = (path: string) =>
  studioError(
    'model-unavailable',
    t('The starter’s file {path} could not be loaded.', { path }),
    t('Check the connection, and write the bundle again.'),
  );
