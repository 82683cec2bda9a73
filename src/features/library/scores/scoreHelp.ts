/** What the scores say of a run, in plain words. */
import { msg } from '../../../contract/message.ts';
import type { Explanation } from '../../../kit/help/explanation.ts';
import { MEAN_COSINE } from '../../../kit/help/formulas.tsx';

export const SCORE_HELP = {
  picturesEach: {
    does: msg(
      'DINO and CLIP-I rise as pictures look more like your photographs, CLIP-T as they follow their prompts; a run that learns by heart raises the first two and lowers the third. More pictures steady the means, and take that much longer to draw.',
    ),
    usual: msg('2; 4 for figures to keep'),
    formula: MEAN_COSINE,
  },
} as const satisfies Record<string, Explanation>;
