/**
 * How much of a model a device holds at a time, decided by its size and the kind of device here and nowhere else. On
 * WebGPU all programs share one copy of the weights in half precision. On a processor each program has its own in
 * float32, and a browser's wasm heap ends at 4 GB: of Stable Diffusion 1.5 one net fits, its U-Net with 3.4 GB.
 */
import type { Runtime } from '../runtime/runtime.ts';

/** U-Nets with more parameters are large: Stable Diffusion's own have three times as many, small ones a tenth. */
const LARGE_PARAMETERS = 300e6;

/** Bytes of weights that may lie in wasm's heap beside one another; the rest is for activations. A larger net lies alone. */
const WASM_WEIGHT_BYTES = 2.5 * 2 ** 30;

/** How much of a model its device holds at a time, and what follows from it. */
export interface Placement {
  /** Whether steps take long and memory is dear: what isn't needed goes before what is needed comes. */
  readonly large: boolean;
  /** Bytes of weights that open programs may have between them; the one in use may have more by itself. */
  readonly weightBytes: number;
  /** Whether both halves of guidance go through the net as one batch; otherwise one after the other. */
  readonly guidesInPairs: boolean;
  /** Whether training is to be tried at all. */
  readonly trains: boolean;
}

/** @param parameters of the U-Net */
export function placementOf({ kind }: Pick<Runtime, 'kind'>, parameters: number): Placement {
  const large = parameters > LARGE_PARAMETERS;
  const onProcessor = kind !== 'webgpu';
  return {
    large,
    weightBytes: kind === 'wasm' ? WASM_WEIGHT_BYTES : Number.POSITIVE_INFINITY,
    guidesInPairs: !(large && onProcessor),
    trains: !(large && kind === 'wasm'),
  };
}
