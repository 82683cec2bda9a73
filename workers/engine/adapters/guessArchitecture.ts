/** Which kind of model an adapter seems to be made for, told by the names and widths of its layers. */

/** A layer as far as it is known. */
export interface NamedLayer {
  /** In any program's wording. */
  name: string;
  /** Numbers or channels that go in; left out where only the name is known. */
  inFeatures?: number | undefined;
}

/** Parts of names that only one family of models has, the telling ones first. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/double_blocks|single_blocks|single_transformer_blocks/, 'FLUX.1'],
  [/joint_blocks|context_block|add_[qkv]_proj/, 'Stable Diffusion 3'],
  [/lora_te[12]_|text_encoder_2|add_embedding|lora_unet_(?:in|out)put_blocks/, 'Stable Diffusion XL'],
  [/(?:^|[._])model[._]layers[._]\d+[._](?:self_attn|mlp)/, 'a language model'],
];

/** Numbers that a text encoder makes of each token, which cross-attention reads: they differ between the families. */
const TEXT_WIDTHS: Readonly<Record<number, string>> = {
  192: "Weft's starter model",
  768: 'Stable Diffusion 1',
  1024: 'Stable Diffusion 2',
  2048: 'Stable Diffusion XL',
};

const READS_TEXT = /attn2[._](?:processor[._])?to_[kv]/;

/** The model's family in words, e.g. `Stable Diffusion XL`; null where nothing tells. */
export function guessArchitecture(layers: Iterable<NamedLayer>): string | null {
  const list = [...layers];
  for (const [pattern, family] of FAMILIES) {
    if (list.some(({ name }) => pattern.test(name))) return family;
  }
  const width = list.find(({ name, inFeatures }) => inFeatures !== undefined && READS_TEXT.test(name))?.inFeatures;
  return width === undefined ? null : describeTextWidth(width);
}

/** The family whose text encoder makes `width` numbers of each token; null where none is known. */
export function describeTextWidth(width: number): string | null {
  return TEXT_WIDTHS[width] ?? null;
}
