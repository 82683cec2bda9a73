/** Which kind of model an adapter seems to be made for, told by the names and widths of its layers. */
import { describeTextWidth, familyOfNames } from '../nets/families.ts';

/** A layer as far as it is known. */
export interface NamedLayer {
  /** In any program's wording. */
  name: string;
  /** Numbers or channels that go in; left out where only the name is known. */
  inFeatures?: number | undefined;
}

const READS_TEXT = /attn2[._](?:processor[._])?to_[kv]/;

/**
 * The model's family in words, e.g. `Stable Diffusion XL`; null where nothing tells. Widths go before names: programs
 * name layers alike that are of different models, and one model's layers in several ways.
 */
export function guessArchitecture(layers: Iterable<NamedLayer>): string | null {
  const list = [...layers];
  const width = list.find(({ name, inFeatures }) => inFeatures !== undefined && READS_TEXT.test(name))?.inFeatures;
  const byWidth = width === undefined ? null : describeTextWidth(width);
  return byWidth ?? familyOfNames(list.map(({ name }) => name));
}
