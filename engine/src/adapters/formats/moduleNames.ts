/** From the module names in LoRA files to the model's own layers. */
import { inTextEncoder, TEXT_ENCODER_PREFIX } from '../adaptedNets.ts';
import type { LoraModule } from '../loraLayout.ts';
import { kohyaModule, type NamedModule } from './loraKeys.ts';

/** The name that a module of the U-Net was published under; null where it has none. */
export type OriginalName = (module: string) => string | null;

/**
 * Finds layers by the names that files give them. Text encoders have their layers below `text_model.` or not, depending
 * on the version that wrote the file; the U-Net's have diffusers' names or those that Stable Diffusion was published
 * with. All are found.
 */
export class ModuleNames {
  private readonly named = new Map<string, LoraModule>();

  /** @param available the model's layers that can be adapted */
  constructor(available: readonly LoraModule[], original: OriginalName = () => null) {
    for (const module of available) {
      const net = inTextEncoder(module) ? 'text_encoder' : 'unet';
      for (const path of pathsOf(module, original)) {
        this.named.set(`${net} ${path}`, module);
        this.named.set(`${net} ${kohyaModule(path)} in kohya`, module);
      }
    }
  }

  /** The layer, or undefined where the model has none of this name. */
  find({ layout, net, module }: NamedModule): LoraModule | undefined {
    const path = layout === 'kohya' ? `${module} in kohya` : module;
    const nets = net === 'any' ? ['unet', 'text_encoder'] : [net];
    return nets.map((one) => this.named.get(`${one} ${path}`)).find((found) => found !== undefined);
  }
}

/** A layer's net and its path in it, as files name it; `bare` is without the text encoder's `text_model.`. */
export function netAndPath(module: LoraModule): { net: 'unet' | 'text_encoder'; path: string; bare: string } {
  if (!inTextEncoder(module)) return { net: 'unet', path: module.name, bare: module.name };
  const [path, bare] = textPaths(module.name);
  return { net: 'text_encoder', path, bare };
}

function pathsOf(module: LoraModule, original: OriginalName): string[] {
  if (inTextEncoder(module)) return textPaths(module.name);
  const published = original(module.name);
  return published === null ? [module.name] : [module.name, published];
}

/** With and without `text_model.`. */
function textPaths(name: string): [string, string] {
  const bare = name.slice(TEXT_ENCODER_PREFIX.length);
  return [`text_model.${bare}`, bare];
}
