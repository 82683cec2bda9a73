/** What a file is that should hold weights and doesn't: told by its first bytes, as no file of weights begins so. */

/** Bytes that are looked at. */
export const LOOKED_AT = 512;

interface Stranger {
  what: string;
  advice: string;
}

/** Files that take the place of a download, by the text that they begin with. */
const TEXTS: readonly (readonly [RegExp, Stranger])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\//,
    {
      what: 'only a Git LFS pointer, which says where the file lies instead of being it',
      advice: 'Fetch the file itself: “git lfs pull” in its repository, or the download button of its page.',
    },
  ],
  [
    /^(?:<!doctype html|<html|<head|<\?xml|<!--)/i,
    {
      what: 'a web page that was saved under this name, such as a request to sign in',
      advice:
        'Open the download’s page, sign in or agree to the licence if it asks for it, and download the file again.',
    },
  ],
  [
    /^\{/,
    {
      what: 'a piece of JSON, such as a server’s answer that it has no such file',
      advice: 'Check the address, and download the file again.',
    },
  ],
  [
    /^(?:not found|access |unauthorized|forbidden|entry not found|invalid )/i,
    {
      what: 'a server’s answer that it doesn’t give the file',
      advice: 'Check the address, and download the file again.',
    },
  ],
];

const BYTES: readonly (readonly [number[], Stranger])[] = [
  [[0x50, 0x4b, 0x03, 0x04], { what: 'a zip', advice: 'Unpack it, and choose the .safetensors file in it.' }],
  [[0x1f, 0x8b], { what: 'packed with gzip', advice: 'Unpack it, and choose the .safetensors file in it.' }],
  [[0x80, 0x02], { what: 'a pickle', advice: 'Save it as .safetensors in the program that made it.' }],
  [[0x47, 0x47, 0x55, 0x46], { what: 'a GGUF file', advice: 'Choose the weights as .safetensors.' }],
];

/** What a file is by its beginning; null where nothing tells. */
export function notWeights(beginning: Uint8Array): Stranger | null {
  for (const [bytes, stranger] of BYTES) if (bytes.every((byte, at) => beginning[at] === byte)) return stranger;
  const text = new TextDecoder()
    .decode(beginning)
    .replace(/^\uFEFF/, '')
    .trimStart();
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
