/** The image worker: files into dataset images, pictures and sheets into PNG, and the text in PNG files. */
import * as Comlink from 'comlink';
import type { Picture } from '../contract/drawing.ts';
import type {
  ContactSheet,
  CutOut,
  EncodedSheet,
  ImageStatistics,
  ImageWorker,
  PreparedImage,
  TileSeams,
  UnpackedZip,
  UprightPhotograph,
} from '../contract/imageWorker.ts';
import { msg } from '../contract/message.ts';
import type { Crop } from '../contract/pictures/crop.ts';
import type { SquarePng } from '../contract/pictures/drawOver.ts';
import type { Palette, Pull } from '../contract/pictures/palette.ts';
import type { TileRepeat, TileSettings } from '../contract/settings/tileSettings.ts';
import { WorkerLink } from '../kit/worker/WorkerLink.ts';

const link = new WorkerLink<ImageWorker>(
  msg('image reader'),
  () => new Worker(new URL('../../workers/image.worker.ts', import.meta.url), { type: 'module' }),
);

/** Decodes a file, turns it upright and crops it to a square. @throws StudioError on what is no usable image */
export function prepareImage(file: Blob): Promise<PreparedImage> {
  return link.call((remote) => remote.prepare(file));
}

/** The whole of a photograph, upright, to be looked at. @throws StudioError where it cannot be decoded */
export function uprightPhotograph(photograph: Blob): Promise<UprightPhotograph> {
  return link.call((remote) => remote.upright(photograph));
}

/** Squares out of one photograph, in the order of `crops`. @throws StudioError where it cannot be decoded, or one reaches beyond it */
export function cropPhotograph(photograph: Blob, crops: readonly Crop[]): Promise<CutOut[]> {
  return link.call((remote) => remote.crop(photograph, crops));
}

/** A square image as PNG of `size` pixels a side, as a run at that size learns from it. @throws StudioError where it is damaged */
export function resizeImage(image: Blob | ArrayBuffer, size: number): Promise<ArrayBuffer> {
  return link.call((remote) => remote.resize(image, size));
}

/** The pixels of a square picture out of a foreign file. @throws StudioError where it is none, or too large */
export function squarePixels(image: Blob): Promise<Picture> {
  return link.call((remote) => remote.pixels(image));
}

/** The files of a zip, of pictures and captions or of a run. @throws StudioError where it is damaged, too large, or made to do harm */
export function unpackPictures(zip: Blob): Promise<UnpackedZip> {
  return link.call((remote) => remote.unpack(zip));
}

/** A picture as PNG with text chunks (keyword → text). The picture's buffer is handed over. */
export function encodePng(picture: Picture, text: Record<string, string>): Promise<ArrayBuffer> {
  return link.call((remote) => remote.encodePng(Comlink.transfer(picture, [picture.rgba.buffer]), text));
}

/** A sheet of pictures as PNG with text chunks. @throws StudioError when it is too large for the browser */
export function encodeSheet(sheet: ContactSheet, text: Record<string, string>): Promise<EncodedSheet> {
  return link.call((remote) => remote.encodeSheet(sheet, text));
}

/** A picture repeated, as PNG that says its size in print. @throws StudioError where it is too large for the browser */
export function repeatTile(tile: Blob, settings: TileSettings, text: Record<string, string>): Promise<EncodedSheet> {
  return link.call((remote) => remote.repeatTile(tile, settings, text));
}

/** How a picture's edges meet in each repeat. @throws StudioError where it cannot be decoded */
export function measureSeams(tile: Blob): Promise<Record<TileRepeat, TileSeams>> {
  return link.call((remote) => remote.seams(tile));
}

/** The main colours of images of one subject. @throws StudioError where one cannot be decoded */
export function coloursOf(images: readonly Blob[]): Promise<Palette> {
  return link.call((remote) => remote.colours(images));
}

/** A picture's main colours, and how far it is from those of a cloth. @throws StudioError where it cannot be decoded */
export function coloursNear(image: Blob, cloth: Palette): Promise<Palette> {
  return link.call((remote) => remote.coloursNear(image, cloth));
}

/**
 * A picture as PNG with text chunks, its colours pulled onto those of a cloth.
 * @param strength 0 to 1: all the way
 * @throws StudioError where it cannot be decoded
 */
export function pullColours(
  image: Blob,
  pull: Pull,
  strength: number,
  text: Record<string, string>,
): Promise<ArrayBuffer> {
  return link.call((remote) => remote.pullColours(image, pull, strength, text));
}

/** Any picture's middle square, upright, at the size that is drawn. @throws StudioError on what is no usable image */
export function squareAt(file: Blob, size: number): Promise<SquarePng> {
  return link.call((remote) => remote.squareAt(file, size));
}

/** A mask's file likewise, white where its picture is light. @throws StudioError as above, and where it is all black */
export function maskAt(file: Blob, size: number): Promise<ArrayBuffer> {
  return link.call((remote) => remote.maskAt(file, size));
}

/** The text chunks of a PNG file. @throws StudioError on what is no PNG, or a damaged one */
export function readPngText(file: Blob): Promise<Record<string, string>> {
  return link.call((remote) => remote.readPngText(file));
}

/** What can be seen in a picture, encoded or not: copies, blur and burnt colours are told by it. */
export function measureImage(image: ArrayBuffer | Picture): Promise<ImageStatistics> {
  return link.call((remote) => remote.statistics(image));
}
