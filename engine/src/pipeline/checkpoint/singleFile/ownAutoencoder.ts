/** The autoencoder that a single file holds, as a folder `vae` of diffusers' layout would have it. */
import type { VaeConfig } from '../../../nets/configs.ts';
import { vaeWeights } from '../../../nets/netWeightList.ts';
import { requireWeights } from '../../../weights/requireWeights.ts';
import { openSafetensors } from '../../../weights/safetensors.ts';
import { layoutSafetensors, tensorBytes } from '../../../weights/safetensorsWriter.ts';
import type { ModelSource } from '../source.ts';
import { deriveVae, shapesOf } from './derivedConfigs.ts';
import { PREFIXES, takeApart } from './sections.ts';
import { takeWeights } from './takeWeights.ts';
import { vaeNames } from './vaeNames.ts';

/** A `.safetensors` that is a share of a larger one: its header, and then these bytes of the other, one after the other. */
export interface SharedFile {
  header: Uint8Array<ArrayBuffer>;
  /** Where each tensor's bytes begin and end in the single file. */
  ranges: readonly { begin: number; end: number }[];
}

/**
 * Reads the header alone.
 * @returns the config, and what `vae/diffusion_pytorch_model.safetensors` consists of; null where the file has no autoencoder
 * @throws ArchitectureError or WeightsError where it is no checkpoint, or lacks a part of its autoencoder
 */
export async function ownAutoencoder(
  source: ModelSource,
  path: string,
): Promise<{ config: VaeConfig; weights: SharedFile } | null> {
  const { vae } = takeApart((await openSafetensors(await source.open(path))).tensors);
  if (vae.size === 0) return null;
  const config = deriveVae(shapesOf(vae));
  const wanted = vaeWeights(config);
  const tensors = takeWeights(vae, wanted, vaeNames(config), PREFIXES.vae);
  requireWeights(tensors, wanted, 'vae');
  const { header, ordered } = layoutSafetensors(tensors.values());
  const ranges = ordered.map((tensor) => ({ begin: tensor.offset, end: tensor.offset + tensorBytes(tensor) }));
  return { config, weights: { header, ranges } };
}
