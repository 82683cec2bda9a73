/**
 * The header entries by which other programs show an adapter or a word: Stability AI's model metadata standard (ModelSpec
 * 1.0.1), and those of kohya's scripts that model sites and web UIs look up.
 */
import { type Embedding, guessArchitecture, type LoraAdapter } from '@weft/engine';
import { ABOUT_ENTRIES, type ItemAbout } from '../../../src/contract/library/itemAbout.ts';
import type { AdapterOrigin } from '../../../src/contract/runs/runs.ts';

/** Tells by which version of the standard a header was written. */
export const SPEC_ENTRY = 'modelspec.sai_model_spec';

/** What the entries are made of. */
export interface SpecOf {
  item: { method: 'lora'; adapter: LoraAdapter } | { method: 'embedding'; embedding: Embedding };
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  origin: AdapterOrigin;
  about: ItemAbout;
}

/** Each family by the standard's identifier and by kohya's. */
const FAMILIES: Readonly<Record<string, { architecture: string; kohya?: string }>> = {
  'the starter model': { architecture: 'weft-starter' },
  'Stable Diffusion 1': { architecture: 'stable-diffusion-v1', kohya: 'sd_v1' },
  'Stable Diffusion 2': { architecture: 'stable-diffusion-v2', kohya: 'sd_v2' },
};

/** Of a header that another program wrote these are not: what it says stays. */
export function specEntries({ item, name, createdAt, origin, about }: SpecOf): Record<string, string> {
  const family = FAMILIES[familyOf(item) ?? ''];
  const kind = item.method === 'lora' ? 'lora' : 'textual-inversion';
  return {
    [SPEC_ENTRY]: '1.0.1',
    ...(family && { 'modelspec.architecture': `${family.architecture}/${kind}` }),
    'modelspec.implementation': 'diffusers',
    'modelspec.title': name,
    'modelspec.date': new Date(createdAt).toISOString().slice(0, 10),
    ...aboutEntries(about),
    ...(family?.kohya && { ss_base_model_version: family.kohya }),
    ...(origin.kind === 'trained' && trainedEntries(origin)),
  };
}

/** What a person says of it; of what is empty there is no entry. */
export function aboutEntries(about: ItemAbout): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ABOUT_ENTRIES).flatMap(([field, entry]) => {
      const said = about[field as keyof ItemAbout];
      return said === '' ? [] : [[entry, said]];
    }),
  );
}

function familyOf(item: SpecOf['item']): string | null {
  if (item.method === 'lora') return guessArchitecture(item.adapter.modules);
  // A word is read by the cross-attention, and as wide as what that reads.
  return guessArchitecture([{ name: 'attn2.to_k', inFeatures: item.embedding.width }]);
}

function trainedEntries({ settings, images, dataset }: Extract<AdapterOrigin, { kind: 'trained' }>) {
  const { resolution, instancePrompt } = settings;
  const side = typeof resolution === 'number' ? resolution : null;
  const tags = typeof instancePrompt === 'string' && images ? tagsOf(instancePrompt, images) : null;
  return {
    ...(side !== null && { 'modelspec.resolution': `${side}x${side}`, ss_resolution: `(${side}, ${side})` }),
    ...(images !== undefined && { ss_num_train_images: String(images) }),
    ...(tags && { ss_tag_frequency: JSON.stringify({ [dataset?.name ?? 'images']: tags }) }),
  };
}

/** As kohya's scripts count them: what stands between commas, and how many images have it. */
function tagsOf(prompt: string, images: number): Record<string, number> {
  const tags = prompt
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return Object.fromEntries(tags.map((tag) => [tag, images]));
}
