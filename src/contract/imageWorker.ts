/** `image.worker.ts`: files into dataset images, pictures and sheets into PNG. */
import type { Picture } from './drawing.ts';
import type { ErrorInfo, Outcome } from './errors.ts';
import type { Crop } from './pictures/crop.ts';
import type { SquarePng } from './pictures/drawOver.ts';
import type { Palette, Pull } from './pictures/palette.ts';
import type { TileRepeat, TileSettings } from './settings/tileSettings.ts';

/** A dataset image: decoded, upright, centre-cropped to a square. */
export interface PreparedImage {
  /** PNG, at most 768 px a side. */
  bytes: ArrayBuffer;
  side: number;
  /** The size of the file's own picture, upright. */
  sourceWidth: number;
  sourceHeight: number;
  /** What a person should know, e.g. that only the first frame of an animation was taken. */
  notes: string[];
}

/** A photograph as a whole, to be looked at. */
export interface UprightPhotograph {
  /** PNG, upright, at most 1280 px of its longer side. */
  preview: ArrayBuffer;
  /** The photograph's own size, upright. */
  width: number;
  height: number;
}

/** A square that was cut out of a photograph. */
export interface CutOut {
  /** PNG, at most 768 px a side. */
  bytes: ArrayBuffer;
  side: number;
}

/** What came out of a zip. */
export interface UnpackedZip {
  /** By their paths in it, with what systems leave in zips passed over. */
  files: { path: string; file: Blob }[];
  /** Files of it that could not be unpacked. */
  refused: { path: string; error: ErrorInfo }[];
}

/** Pictures side by side on one sheet, with words over the columns and before the rows. */
export interface ContactSheet {
  title: string;
  /** What all pictures share. */
  details: string;
  /** Pictures to a row. */
  columns: number;
  /** Over the columns; empty where each picture has a caption instead. */
  columnLabels: string[];
  /** Before the rows; empty where each picture has a caption instead. */
  rowLabels: string[];
  /** Row by row; `png` is null where none was drawn. */
  pictures: { png: ArrayBuffer | null; caption: string }[];
  /** Pixels a side of every picture on the sheet. A whole multiple of a picture's own size shows each pixel as it is. */
  side: number;
}

/** A sheet as a PNG file. */
export interface EncodedSheet {
  png: ArrayBuffer;
  width: number;
  height: number;
}

/** How much a picture's opposite edges differ, as multiples of what nine in ten neighbours within it stay below: up to about 1 where they meet. */
export interface TileSeams {
  /** The left edge from the right one. */
  across: number;
  /** The upper edge from the lower one. */
  down: number;
}

/** What can be seen in a picture without understanding it. */
export interface ImageStatistics {
  /**
   * [3, 16, 16]: luma and two colour differences of even patches, each plane without its mean, of length 1 in all. The
   * product of two is how much pictures are alike.
   */
  patches: Float32Array;
  /** Variance of the Laplacian of luma (0 to 255) at 256 pixels a side or fewer. */
  sharpness: number;
  /** Share of pixels with a channel at its end, 0 to 1. */
  burnt: number;
  /** Standard deviation of luma (0 to 255), at 128 pixels a side or fewer, as the two below. */
  contrast: number;
  /** That of both colour differences together: the root of the sum of their squares. */
  colour: number;
  /** Correlation of luma with what lies a 32nd of the side further: 1 for what is even, 0 for noise. */
  evenness: number;
}

/** `image.worker.ts`: files into dataset images, pictures and sheets into PNG; and what is seen in pictures. */
export interface ImageWorker {
  /** The files of a zip of pictures and captions. */
  unpack(zip: Blob): Promise<Outcome<UnpackedZip>>;
  prepare(file: Blob): Promise<Outcome<PreparedImage>>;
  /** The whole of a photograph. */
  upright(photograph: Blob): Promise<Outcome<UprightPhotograph>>;
  /** Squares out of one photograph, in the order of `crops`. */
  crop(photograph: Blob, crops: readonly Crop[]): Promise<Outcome<CutOut[]>>;
  /** A square image, encoded, as PNG of `size` pixels a side: the very pixels that a run at that size learns from. */
  resize(image: Blob | ArrayBuffer, size: number): Promise<Outcome<ArrayBuffer>>;
  /** The pixels of a square picture out of a foreign file. */
  pixels(image: Blob): Promise<Outcome<Picture>>;
  /** A picture as PNG with text chunks (keyword → text, any Unicode). */
  encodePng(picture: Picture, text: Record<string, string>): Promise<Outcome<ArrayBuffer>>;
  /** A sheet of pictures as PNG with text chunks. */
  encodeSheet(sheet: ContactSheet, text: Record<string, string>): Promise<Outcome<EncodedSheet>>;
  /** A picture repeated, as PNG that says its size in print, with text chunks. */
  repeatTile(tile: Blob, settings: TileSettings, text: Record<string, string>): Promise<Outcome<EncodedSheet>>;
  /** How a picture's edges meet in each repeat. */
  seams(tile: Blob): Promise<Outcome<Record<TileRepeat, TileSeams>>>;
  /** The main colours of images of one subject. */
  colours(images: readonly Blob[]): Promise<Outcome<Palette>>;
  /** A picture's main colours, and how far it is from those of a cloth. */
  coloursNear(image: Blob, cloth: Palette): Promise<Outcome<Palette>>;
  /** A picture as PNG with text chunks, its colours pulled onto those of a cloth. @param strength 0 to 1: all the way */
  pullColours(image: Blob, pull: Pull, strength: number, text: Record<string, string>): Promise<Outcome<ArrayBuffer>>;
  /** Any picture's middle square, upright, `size` pixels a side as Pillow's Lanczos filter makes it. */
  squareAt(file: Blob, size: number): Promise<Outcome<SquarePng>>;
  /** A mask's file likewise, as PNG that is white where its picture is light and black elsewhere. */
  maskAt(file: Blob, size: number): Promise<Outcome<ArrayBuffer>>;
  /** The text chunks of a PNG file. */
  readPngText(file: Blob): Promise<Outcome<Record<string, string>>>;
  /** Looks at a picture, encoded (such as `PreparedImage.bytes`) or not. */
  statistics(image: ArrayBuffer | Picture): Promise<Outcome<ImageStatistics>>;
}
