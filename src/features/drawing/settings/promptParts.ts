/** The words of the ready-made grids, close to the prompts that the starter model was trained on. */
import type { PromptPart } from '../../../contract/drawing.ts';

const own = (text: string): PromptPart => ({ name: text, text });

/** Nine styles, to be put behind any prompt. */
export const STYLES: readonly PromptPart[] = [
  own('photograph'),
  own('oil painting'),
  { name: 'watercolor', text: 'watercolor painting' },
  { name: 'anime', text: 'anime style' },
  { name: 'cyberpunk neon', text: 'cyberpunk style, neon lights' },
  own('vintage photograph'),
  { name: 'minimalist', text: 'minimalist style' },
  { name: 'psychedelic', text: 'psychedelic style' },
  own('line drawing'),
];

/** Nine things and places for the fabric; the subject's word goes in the mark, or nothing to draw without it. */
export const NINE_CONTEXTS: readonly PromptPart[] = [
  { name: 'the cloth', text: '{} african fabric pattern' },
  { name: 'dress', text: 'a beautiful dress made of {} african fabric pattern, fashion photography' },
  { name: 'wallpaper', text: '{} african fabric pattern as wallpaper in a modern living room' },
  { name: 'watercolor', text: 'a watercolor painting of {} african fabric pattern' },
  { name: 'handbag', text: 'a handbag featuring {} african fabric pattern, product photography' },
  { name: 'vase', text: '{} african fabric pattern texture on ceramic vase, studio lighting' },
  { name: 'cyberpunk', text: '{} african fabric pattern in cyberpunk style, neon lights' },
  { name: 'basket', text: 'traditional {} african fabric pattern on woven basket' },
  { name: 'abstract', text: 'abstract geometric art inspired by {} african fabric pattern' },
];

/** Nature wearing the fabric. */
export const NATURE_SCENES: readonly PromptPart[] = [
  { name: 'mountains', text: 'a mountain landscape made of {}' },
  { name: 'forest', text: 'a forest of trees covered in {}' },
  { name: 'ocean', text: 'ocean waves with {}' },
  { name: 'flowers', text: 'a garden of flowers made of {}' },
  { name: 'leaf', text: 'a close-up of a leaf with {}' },
  { name: 'bird', text: 'a bird with {} on its wings' },
];

export const NEGATIVE_PROMPTS: readonly PromptPart[] = [
  { name: 'none', text: '' },
  { name: 'clean', text: 'blurry, low quality, distorted, noise' },
  { name: 'no flowers', text: 'floral, flowers, leaves' },
  { name: 'no reds', text: 'red, orange, pink' },
];
