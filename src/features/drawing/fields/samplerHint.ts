/** What to choose a sampler for, in plain words. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import { t } from '../../../kit/language/t.ts';

const HINTS: Readonly<Record<string, Message>> = {
  'dpmsolver++': msg('A clean picture in 20 to 30 steps, usable from 10 on.'),
  'dpmsolver++ karras': msg('As DPM++ 2M, but takes more of its steps where the last details are drawn.'),
  unipc: msg('Corrects each step with the next: good with very few steps, from 5 on.'),
  'unipc karras': msg('As UniPC, but takes more of its steps where the last details are drawn.'),
  euler: msg('The plainest method: soft, steady pictures in 20 to 40 steps.'),
  'euler karras': msg('As Euler, but takes more of its steps where the last details are drawn.'),
  'euler ancestral': msg('Adds new noise in every step: livelier pictures, which go on changing as steps are added.'),
  ddim: msg('The classic method: even and predictable, best with 50 steps or more.'),
  lcm: msg('Only for models and adapters made for LCM: 4 to 8 steps (50 at most), guidance 1 to 2.'),
} satisfies Record<CreateSettings['sampler'], Message>;

/** One sentence under the field; none for a draft that names no sampler. */
export function samplerHint(sampler: string): string | undefined {
  return HINTS[sampler] && t(HINTS[sampler]);
}
