/** What to choose a sampler for, in plain words. */
import type { CreateSettings } from '../../../contract/drawing.ts';

const KARRAS = 'takes more of its steps where the last details are drawn.';

const HINTS: Readonly<Record<string, string>> = {
  'dpmsolver++': 'A clean picture in 20 to 30 steps, usable from 10 on.',
  'dpmsolver++ karras': `As DPM++ 2M, but ${KARRAS}`,
  unipc: 'Corrects each step with the next: good with very few steps, from 5 on.',
  'unipc karras': `As UniPC, but ${KARRAS}`,
  euler: 'The plainest method: soft, steady pictures in 20 to 40 steps.',
  'euler karras': `As Euler, but ${KARRAS}`,
  'euler ancestral': 'Adds new noise in every step: livelier pictures, which go on changing as steps are added.',
  ddim: 'The classic method: even and predictable, best with 50 steps or more.',
  lcm: 'Only for models and adapters made for LCM: 4 to 8 steps (50 at most), guidance 1 to 2.',
} satisfies Record<CreateSettings['sampler'], string>;

/** One sentence under the field; none for a draft that names no sampler. */
export function samplerHint(sampler: string): string | undefined {
  return HINTS[sampler];
}
