/**
 * The models that judge pictures, by their repositories on the hub: OpenAI's CLIP ViT-B/32 (Radford et al.,
 * arXiv 2103.00020) and DINO's ViT-S/16 (Caron et al., arXiv 2104.14294), both as the DreamBooth paper takes them, in the
 * ONNX form that transformers.js reads.
 */
export const CLIP = 'Xenova/clip-vit-base-patch32';
export const DINO = 'Xenova/dino-vits16';
