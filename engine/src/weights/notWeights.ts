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
    /^(?:\d{3}:? )?(?:error\b|not found|access |unauthorized|forbidden|(?:entry|repository) not found|invalid |too many requests|rate limit|internal server|bad gateway|service unavailable|gateway time)/i,
    {
      what: 'a server’s answer that it doesn’t give the file',
      advice: 'Check the address, and download the file again.',
    },
  ],
  [
    /^(?:# xet version|\/annex\/objects\/|\.?\.?\/\.git\/annex\/)/,
    {
      what: 'only a pointer of git-xet or git-annex, which says where the file lies instead of being it',
      advice: 'Fetch the file itself by the program that keeps it, or the download button of its page.',
    },
  ],
  [
    /^\[InternetShortcut\]/i,
    { what: 'a link to a web page', advice: 'Open the link, and download the file itself from there.' },
  ],
];

const PICKLE: Stranger = {
  what: 'a pickle that was given this name',
  advice: 'Save it as .safetensors in the program that made it.',
};
const PACKED = (by: string): Stranger => ({
  what: `packed as ${by}`,
  advice: 'Unpack it, and choose the .safetensors file in it.',
});
const CHOOSE = 'Choose the weights as .safetensors.';

const ZIP = 'PK\x03\x04';
const BYTES: readonly (readonly [string, Stranger])[] = [
  [ZIP, { what: 'a zip', advice: 'Unpack it, and choose the .safetensors file in it.' }],
  ['\x1f\x8b', PACKED('gzip')],
  ['7z\xbc\xaf\x27\x1c', PACKED('7-Zip')],
  ['Rar!\x1a\x07', PACKED('RAR')],
  ['\x28\xb5\x2f\xfd', PACKED('Zstandard')],
  ['\xfd7zXZ\0', PACKED('xz')],
  ['\x80\x02', PICKLE],
  ['\x80\x03', PICKLE],
  ['\x80\x04\x95', PICKLE],
  ['\x80\x05\x95', PICKLE],
  ['GGUF', { what: 'a GGUF file', advice: CHOOSE }],
  ['\x89HDF\r\n', { what: 'an HDF5 file, as Keras writes it', advice: CHOOSE }],
  ['\x08\x09\x12\x07pytorch', { what: 'an ONNX file', advice: CHOOSE }],
  ['\x93NUMPY', { what: 'an array of NumPy', advice: CHOOSE }],
  ['\x89PNG', { what: 'a picture', advice: 'Pictures go to Dataset; choose the weights here.' }],
  ['\xff\xd8\xff', { what: 'a picture', advice: 'Pictures go to Dataset; choose the weights here.' }],
];

/** Files that PyTorch's own zips begin with. */
const TORCH_FILES = /\/(?:data\.pkl|\.format_version|\.data\/|byteorder|version)/;

/** Whether it is a zip that PyTorch wrote: the first file's name stands 30 bytes from the beginning. */
function isTorchZip(latin1: string): boolean {
  return latin1.startsWith(ZIP) && TORCH_FILES.test(latin1.slice(30, 30 + latin1.charCodeAt(26)));
}

const EMPTY: Stranger = {
  what: 'nothing but zeros where it begins, as where a download was broken off',
  advice: 'Download the file again.',
};

/** What a file is by its beginning; null where nothing tells. */
export function notWeights(beginning: Uint8Array): Stranger | null {
  const latin1 = Array.from(beginning, (byte) => String.fromCharCode(byte)).join('');
  if (isTorchZip(latin1)) return PICKLE;
  const known = BYTES.find(([start]) => latin1.startsWith(start));
  if (known) return known[1];
  if (beginning.length >= 16 && beginning.every((byte) => byte === 0)) return EMPTY;
  const text = textOf(beginning);
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/**
 * The same where weights and no text were to come: a file of weights begins with eight bytes that say how long its list is,
 * of which the last are zeros.
 */
export function notWeightsNorText(beginning: Uint8Array): Stranger | null {
  const stranger = notWeights(beginning);
  if (stranger) return stranger;
  const printed = beginning.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  const text = textOf(beginning);
  // The last letter may be cut off.
  const isText = (printed || isWide(beginning)) && !text.slice(0, -1).includes('\ufffd');
  if (beginning.length < 16 || !isText) return null;
  const [first = ''] = text.split(/[\r\n]/);
  return {
    what: `a text, which begins “${first.slice(0, 60).trim()}${first.length > 60 ? '…' : ''}”`,
    advice: 'Check where it came from, and download the file again.',
  };
}

/** Whether it begins as text of two bytes a letter does. */
const isWide = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

function textOf(beginning: Uint8Array): string {
  const encoding = isWide(beginning) ? (beginning[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  return new TextDecoder(encoding)
    .decode(beginning)
    .replace(/^\uFEFF/, '')
    .trimStart();
}
