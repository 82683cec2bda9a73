/** What kind of file this is, by its first bytes: names and announced types are often wrong. */
import { type Message, msg } from '../../src/contract/message.ts';
import type { ByteReader } from './ByteReader.ts';
import { otherKind } from './sniff/otherKinds.ts';
import { placeTaker } from './sniff/placeTakers.ts';
import { isBmp, isIcon, isTarga } from './sniff/unmarkedKinds.ts';

export type ImageFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF' | 'BMP';

export type Sniffed =
  | { kind: 'image'; format: ImageFormat }
  /** A picture or document that browsers do not draw, with what to do about it. */
  | { kind: 'unsupported'; name: Message; advice: Message }
  /** No picture at all, but what came in its place. */
  | { kind: 'other'; name: Message; advice: Message }
  | { kind: 'unknown' };

const image = (format: ImageFormat): Sniffed => ({ kind: 'image', format });
const unsupported = (name: Message, advice: Message): Sniffed => ({ kind: 'unsupported', name, advice });

const EXPORT = msg('Open it in the program it comes from and export it as PNG or JPEG.');
const HEIC = msg(
  'Export it as JPEG; on an iPhone, Settings → Camera → Formats → Most Compatible takes JPEGs from the start.',
);

/** By the brand at the start of an ISO media file. */
function isoMedia(file: ByteReader): Sniffed {
  const brands = file.ascii(8, Math.min(file.u32(0), 256) - 8);
  if (/avif|avis/.test(brands)) return image('AVIF');
  if (/heic|heix|heim|heis|hevc|hevx|mif1|msf1/.test(brands)) return unsupported(msg('a HEIC photo'), HEIC);
  if (brands.startsWith('crx ')) return unsupported(msg('a camera’s raw photo'), EXPORT);
  if (/^jp2 |^jpx |^jpm |^jph /.test(brands)) return unsupported(msg('a JPEG 2000 image'), EXPORT);
  return unsupported(msg('a video or sound recording'), msg('Take a still picture from the video and add that.'));
}

function isSvg(file: ByteReader): boolean {
  return /^\s*(<\?xml|<!--|<!doctype svg|<svg)/i.test(file.ascii(0, 256)) && /<svg[\s>]/i.test(file.ascii(0, 4096));
}

/** @param file the whole file: of kinds without a mark of their own the length tells too */
export function sniffFormat(file: ByteReader): Sniffed {
  const starts = (signature: string) => file.ascii(0, signature.length) === signature;
  if (starts('\xff\xd8\xff')) return image('JPEG');
  if (starts('\x89PNG\r\n\x1a\n')) return image('PNG');
  if (starts('RIFF') && file.ascii(8, 4) === 'WEBP') return image('WebP');
  if (starts('GIF87a') || starts('GIF89a')) return image('GIF');
  if (file.ascii(4, 4) === 'ftyp') return isoMedia(file);
  if (isBmp(file)) return image('BMP');
  // A page may hold a drawing, so it is asked for before that.
  const inItsPlace = placeTaker(file);
  if (inItsPlace) return { kind: 'other', ...inItsPlace };
  if (isSvg(file)) return unsupported(msg('an SVG drawing'), EXPORT);
  const other = otherKind(file);
  if (other) return unsupported(other.name, other.advice ?? EXPORT);
  if (isIcon(file)) return unsupported(msg('an icon or cursor of Windows (ICO)'), EXPORT);
  if (isTarga(file)) return unsupported(msg('a Targa image (TGA)'), EXPORT);
  return { kind: 'unknown' };
}
