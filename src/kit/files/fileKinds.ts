/** What a file is meant to be, by its name: enough to find its panel; what it really is its bytes tell there. */
import { pathOf } from './pathOf.ts';

const PICTURE =
  /\.(?:jpe?g|jfif|png|apng|webp|gif|avif|bmp|heic|heif|tiff?|tga|ico|jp2|j2k|jxl|svg|psd|dng|cr[23]|nef|arw|raf|rw2|orf)$/i;
const MODEL = /\.(?:safetensors|ckpt|pt|pth|bin|pickle|pkl|onnx|gguf)$|(?:^|\/)(?:adapter_config|model_index)\.json$/i;

export const isPictureFile = (file: File): boolean => file.type.startsWith('image/') || PICTURE.test(file.name);

/** A model, an adapter or a word, or a part of one. */
export const isModelFile = (file: File): boolean => MODEL.test(pathOf(file));
