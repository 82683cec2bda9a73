/** Pictures, recordings and archives that browsers do not draw, by the bytes that each kind begins with. */
import { type Message, msg } from '../../../src/contract/message.ts';
import type { ByteReader } from '../ByteReader.ts';

export interface OtherKind {
  /** With its article. */
  name: Message;
  /** What to do about it, where exporting it is not the way. */
  advice?: Message;
}

const RAW = { name: msg('a camera’s raw photo') };
const RECORDING = {
  name: msg('a video or sound recording'),
  advice: msg('Take a still picture from the video and add that.'),
};
const ARCHIVE = {
  name: msg('a packed archive'),
  advice: msg('Unpack it and add the pictures in it, or their folder.'),
};
const JPEG_2000 = { name: msg('a JPEG 2000 image') };
const TIFF = { name: msg('a TIFF or raw photo') };
const NETPBM = { name: msg('a Netpbm image (PBM, PGM, PPM)') };
const HDR = { name: msg('a Radiance HDR image') };

/** Of two that begin alike the longer stands first. */
const KINDS: readonly (readonly [start: string, kind: OtherKind])[] = [
  ['\0\0\0\x0cjP  ', JPEG_2000],
  ['\xff\x4f\xff\x51', JPEG_2000],
  ['\0\0\0\x0cJXL ', { name: msg('a JPEG XL image') }],
  ['\xff\x0a', { name: msg('a JPEG XL image') }],
  ['II\x1a\0\0\0HEAPCCDR', RAW],
  ['IIU\0', RAW],
  ['IIRO', RAW],
  ['IIRS', RAW],
  ['MMOR', RAW],
  ['FUJIFILMCCD-RAW', RAW],
  ['FOVb', RAW],
  ['\0MRM', RAW],
  ['II*\0', TIFF],
  ['MM\0*', TIFF],
  ['II+\0', TIFF],
  ['MM\0+', TIFF],
  ['II\xbc\x01', { name: msg('a JPEG XR image') }],
  ['8BPS', { name: msg('a Photoshop document') }],
  ['gimp xcf ', { name: msg('a GIMP document (XCF)') }],
  ['SIMPLE  =', { name: msg('a FITS image') }],
  ['v/1\x01', { name: msg('an OpenEXR image') }],
  ['#?RADIANCE', HDR],
  ['#?RGBE', HDR],
  ['DDS ', { name: msg('a texture (DDS)') }],
  ['\xabKTX ', { name: msg('a texture (KTX)') }],
  ['qoif', { name: msg('a QOI image') }],
  ['farbfeld', { name: msg('a farbfeld image') }],
  ['FLIF', { name: msg('a FLIF image') }],
  ['BPG\xfb', { name: msg('a BPG image') }],
  ['AT&TFORM', { name: msg('a DjVu document') }],
  ['icns', { name: msg('an icon of macOS (ICNS)') }],
  ['\x8aMNG', { name: msg('an MNG animation') }],
  ['\x8bJNG', { name: msg('a JNG image') }],
  ['\xd7\xcd\xc6\x9a', { name: msg('a Windows drawing (WMF)') }],
  ['/* XPM */', { name: msg('an XPM image') }],
  ['%!PS', { name: msg('a PostScript drawing') }],
  ['\xc5\xd0\xd3\xc6', { name: msg('a PostScript drawing') }],
  [
    '%PDF',
    { name: msg('a PDF document'), advice: msg('Export its picture as PNG or JPEG, or take a screenshot of it.') },
  ],
  ['\x1aE\xdf\xa3', RECORDING],
  ['OggS', RECORDING],
  ['ID3', RECORDING],
  ['fLaC', RECORDING],
  ['\0\0\x01\xba', RECORDING],
  ['FLV\x01', RECORDING],
  [
    'PK\x03\x04',
    { name: msg('a zip archive'), advice: msg('Let its name end in .zip, or unpack it and add the pictures in it.') },
  ],
  ['Rar!\x1a\x07', ARCHIVE],
  ['7z\xbc\xaf\x27\x1c', ARCHIVE],
  ['\x1f\x8b', ARCHIVE],
];

/** The kind by its first bytes; null where none is known. */
export function otherKind(file: ByteReader): OtherKind | null {
  const known = KINDS.find(([start]) => file.ascii(0, start.length) === start);
  if (known) return known[1];
  const start = file.ascii(0, 64);
  if (/^P[1-7]\s/.test(start)) return NETPBM;
  if (/^P[Ff]\s/.test(start)) return { name: msg('a portable float map (PFM)') };
  if (start[0] === '\n' && '\0\x02\x03\x04\x05'.includes(start[1] ?? ' ') && start[2] === '\x01')
    return { name: msg('a PCX image') };
  if (/^RIFF[\s\S]{4}(?:AVI |WAVE)/.test(start)) return RECORDING;
  if (/^RIFF[\s\S]{4}ACON/.test(start)) return { name: msg('an animated cursor of Windows') };
  if (start.startsWith('\x01\0\0\0') && start.slice(40, 44) === ' EMF') return { name: msg('a Windows drawing (EMF)') };
  return null;
}
