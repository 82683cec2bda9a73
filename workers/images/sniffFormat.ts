/** What kind of file this is, by its first bytes: names and announced types are often wrong. */
import type { ByteReader } from './ByteReader.ts';

export type ImageFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF' | 'BMP';

export type Sniffed =
  | { kind: 'image'; format: ImageFormat }
  /** A picture or document that browsers do not draw, with what to do about it. */
  | { kind: 'unsupported'; name: string; advice: string }
  | { kind: 'unknown' };

const image = (format: ImageFormat): Sniffed => ({ kind: 'image', format });
const unsupported = (name: string, advice: string): Sniffed => ({ kind: 'unsupported', name, advice });

const EXPORT = 'Open it in the program it comes from and export it as PNG or JPEG.';
const HEIC =
  'Export it as JPEG; on an iPhone, Settings → Camera → Formats → Most Compatible takes JPEGs from the start.';

/** By the brand at the start of an ISO media file. */
function isoMedia(file: ByteReader): Sniffed {
  const brands = file.ascii(8, Math.min(file.u32(0), 256) - 8);
  if (/avif|avis/.test(brands)) return image('AVIF');
  if (/heic|heix|heim|heis|hevc|hevx|mif1|msf1/.test(brands)) return unsupported('a HEIC photo', HEIC);
  if (brands.startsWith('crx ')) return unsupported('a camera’s raw photo', EXPORT);
  return unsupported('a video or sound recording', 'Take a still picture from the video and add that.');
}

function isSvg(file: ByteReader): boolean {
  return /^\s*(<\?xml|<!--|<!doctype svg|<svg)/i.test(file.ascii(0, 256)) && /<svg[\s>]/i.test(file.ascii(0, 4096));
}

/** @param file at least its first 4 KB */
export function sniffFormat(file: ByteReader): Sniffed {
  const starts = (signature: string) => file.ascii(0, signature.length) === signature;
  if (starts('\xff\xd8\xff')) return image('JPEG');
  if (starts('\x89PNG\r\n\x1a\n')) return image('PNG');
  if (starts('RIFF') && file.ascii(8, 4) === 'WEBP') return image('WebP');
  if (starts('GIF87a') || starts('GIF89a')) return image('GIF');
  if (file.ascii(4, 4) === 'ftyp') return isoMedia(file);
  // Two letters are little to go by: the reserved fields of the header must be zero as well.
  if (starts('BM') && file.length >= 26 && file.u32(6) === 0) return image('BMP');
  if (starts('II*\0') || starts('MM\0*')) return unsupported('a TIFF or raw photo', EXPORT);
  if (starts('%PDF'))
    return unsupported('a PDF document', 'Export its picture as PNG or JPEG, or take a screenshot of it.');
  if (starts('8BPS')) return unsupported('a Photoshop document', EXPORT);
  if (starts('\xff\x0a') || starts('\0\0\0\x0cJXL ')) return unsupported('a JPEG XL image', EXPORT);
  if (starts('PK\x03\x04')) return unsupported('a zip archive', 'Unpack it and add the pictures in it.');
  if (isSvg(file)) return unsupported('an SVG drawing', EXPORT);
  return { kind: 'unknown' };
}
