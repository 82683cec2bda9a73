/** By what an adapter is known again when it left the library and came back, as out of its own file, under another id. */
import { fingerprint } from '@weft/engine';
import { adapterBytes, type LoraAdapter } from '../../../src/contract/adapters.ts';

/**
 * Sixteen hexadecimal digits of its layers with their numbers and alphas, in whatever order they stand. Every layout of
 * files keeps these; an adapter that another program rounded to half precision is another one.
 */
export function adapterFingerprint({ modules, rank, loraAlpha, theta }: LoraAdapter): string {
  let at = theta.byteOffset;
  const layers = modules.map((module) => {
    const bytes = adapterBytes({ modules: [module], rank });
    const numbers = new Uint8Array(theta.buffer, at, bytes);
    at += bytes;
    const alpha = Math.fround(module.loraAlpha ?? loraAlpha);
    return { name: module.name, text: `${module.name} ${module.rank ?? rank} ${alpha}`, numbers };
  });
  layers.sort((a, b) => (a.name < b.name ? -1 : 1));
  return fingerprint(layers.flatMap(({ text, numbers }) => [text, numbers]));
}
