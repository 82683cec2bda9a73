/** What the library asks for, in plain words. */
import { asIs, msg } from '../../contract/message.ts';
import type { Explanation } from '../../kit/help/explanation.ts';
import { LORA_UPDATE } from '../../kit/help/formulas.tsx';

export const LIBRARY_HELP = {
  fewSteps: {
    does: msg(
      'Such an adapter knows no fabric: it teaches the model to reach a clean picture in four steps in place of twenty-five, beside whatever other adapters are chosen. Set on an ordinary adapter, pictures come out smeared.',
    ),
    usual: msg('As its file was understood'),
  },
  mergedName: {
    does: msg(
      'The one adapter draws what the mix draws, at weight 1. What is added up are the changes to the model, so two fabrics both show: side by side in some places, blended in others.',
    ),
    formula: LORA_UPDATE,
  },
} as const satisfies Record<string, Explanation>;

/** Of the adapters that are drawn with. */
export const ADAPTER_HELP = {
  adapter: {
    does: msg(
      'Lays what was learnt from your photographs over the model. Without one the model draws from what it knew before, and the word of your fabric means nothing to it. Several mix.',
    ),
  },
  checkpoint: {
    does: msg(
      'Takes the adapter as it was on the way. Earlier ones follow the rest of the prompt more freely and show less of your fabric; late ones may repeat your photographs.',
    ),
    usual: msg('Finished'),
  },
  adapterWeight: {
    does: msg(
      'How much of the adapter is added to the model. At 0.6 to 0.8 the fabric follows shapes and styles more freely; from 1.3 on it tends to overgrow the thing it is on.',
    ),
    usual: asIs('1'),
    formula: LORA_UPDATE,
  },
} as const satisfies Record<string, Explanation>;
