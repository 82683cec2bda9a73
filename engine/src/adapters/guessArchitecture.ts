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
 * The model's family in words, e.g. `Stable Diffusion XL`; null where nothing tells.
 * @param layers an adapter's, or those that its file names
 */
export function guessArchitecture(layers: Iterable<NamedLayer>): string | null {
  const list = [...layers];
  const family = familyOfNames(list.map(({ name }) => name));
  if (family !== null) return family;
  const width = list.find(({ name, inFeatures }) => inFeatures !== undefined && READS_TEXT.test(name))?.inFeatures;
  return width === undefined ? null : describeTextWidth(width);
}
