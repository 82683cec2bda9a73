/** Whether the open model can be trained on this device, said before anything is computed. */
import type { Model } from '@weft/engine';
import type { ModelInfo } from '../../src/contract/studioWorker.ts';

/** Why not, and the way out; null where it can. */
export function trainingError({ placement, checkpoint }: Model): ModelInfo['trainingError'] {
  if (placement.trains) return null;
  return {
    message: `${checkpoint.name} is too large to be trained without a GPU: that takes more memory than a browser gives.`,
    advice:
      'Use the starter in the library and train that, or open Weft in a browser with WebGPU on a machine with a GPU.',
  };
}
