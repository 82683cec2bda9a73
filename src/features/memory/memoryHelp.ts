/** The GPU's memory in plain words. */
import { msg } from '../../contract/message.ts';
import type { Explanation } from '../../kit/help/explanation.ts';

export const MEMORY_HELP = {
  budget: {
    does: msg(
      'What the studio reckons with. It works out beforehand what drawing or training takes at its highest, and proposes other settings where that is more. It changes nothing in a picture; work that takes more than there is ends in the middle.',
    ),
    usual: msg('8 GB are enough for Stable Diffusion 1.5 at 512 px, drawn and trained'),
  },
} satisfies Record<string, Explanation>;
