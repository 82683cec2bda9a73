/** Prompts that a new word is learnt in. */

/**
 * The neutral descriptions of an object in diffusers' textual inversion example, of CLIP's prompts for ImageNet
 * (arXiv 2103.00020) that Gal et al. chose (arXiv 2208.01618); `{}` stands for the word.
 */
export const OBJECT_TEMPLATES: readonly string[] = [
  'a photo of a {}',
  'a rendering of a {}',
  'a cropped photo of the {}',
  'the photo of a {}',
  'a photo of a clean {}',
  'a photo of a dirty {}',
  'a dark photo of the {}',
  'a photo of my {}',
  'a photo of the cool {}',
  'a close-up photo of a {}',
  'a bright photo of the {}',
  'a cropped photo of a {}',
  'a photo of the {}',
  'a good photo of the {}',
  'a photo of one {}',
];
