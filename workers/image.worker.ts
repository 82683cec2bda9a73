/** The image worker: files into dataset images, pictures and sheets into PNG, the text in PNG files, and a look at them. */
import '../src/contract/policy/withoutEval.ts';
import './shared/alive.ts';
import * as Comlink from 'comlink';
import type { Outcome } from '../src/contract/errors.ts';
import type { ImageWorker } from '../src/contract/imageWorker.ts';
import { outcomeOf } from '../src/contract/outcome.ts';
import { pictureToPng } from './images/decodeSquare.ts';
import { imageStatistics } from './images/imageStatistics.ts';
import { picturePixels } from './images/picturePixels.ts';
import { withText } from './images/png/textChunks.ts';
import { prepareImage } from './images/prepareImage.ts';
import { readPngText } from './images/readPngText.ts';
import { drawSheet } from './images/sheet/drawSheet.ts';
import { squarePixels } from './images/squarePixels.ts';
import { unpackPictures } from './images/unpackPictures.ts';
import { decodePicture } from './shared/decodePicture.ts';

/** Ends when the files before have been decoded: one at a time, so that ten large photos need the memory of one. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  const mine = turn.then(() => outcomeOf(work));
  turn = mine;
  return mine;
}

/** Few pictures are looked at as tiles: what does so is loaded for those. */
const tiles = () => import('./images/tiles/index.ts');

/** So is what brings pictures to the size at which others are drawn over them. */
const over = () => import('./images/over/index.ts');

/** Colours are asked for once the page has come to rest. */
const colours = () => import('./images/colours/index.ts');

/** Few photographs are cropped otherwise than they come. */
const crops = () => import('./images/crops/index.ts');

const imageWorker: ImageWorker = {
  unpack: (zip) => outcomeOf(() => unpackPictures(zip)),

  async prepare(file) {
    const outcome = await inTurn(() => prepareImage(file));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.bytes]) : outcome;
  },

  async upright(photograph) {
    const outcome = await inTurn(async () => (await crops()).uprightPhotograph(photograph));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.preview]) : outcome;
  },

  async crop(photograph, wanted) {
    const outcome = await inTurn(async () => (await crops()).cropPhotograph(photograph, wanted));
    return outcome.ok
      ? Comlink.transfer(
          outcome,
          outcome.value.map(({ bytes }) => bytes),
        )
      : outcome;
  },

  async resize(image, size) {
    const outcome = await outcomeOf(async () => (await pictureToPng(await decodePicture(image, size))).buffer);
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  async pixels(image) {
    const outcome = await outcomeOf(() => squarePixels(image));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.rgba.buffer]) : outcome;
  },

  async encodePng(picture, text) {
    const outcome = await outcomeOf(async () => withText(await pictureToPng(picture), text).buffer);
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  async encodeSheet(sheet, text) {
    const outcome = await outcomeOf(async () => {
      const { png, width, height } = await drawSheet(sheet);
      return { png: withText(png, text).buffer, width, height };
    });
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.png]) : outcome;
  },

  async repeatTile(tile, settings, text) {
    const outcome = await outcomeOf(async () => {
      const { png, width, height } = await (await tiles()).drawTiles(tile, settings);
      return { png: withText(png, text).buffer, width, height };
    });
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.png]) : outcome;
  },

  seams: (tile) => outcomeOf(async () => (await tiles()).seamsOf(tile)),

  colours: (images) => outcomeOf(async () => (await colours()).coloursOf(images)),

  coloursNear: (image, cloth) => outcomeOf(async () => (await colours()).coloursNear(image, cloth)),

  async pullColours(image, pull, strength, text) {
    const outcome = await outcomeOf(async () => {
      const png = await (await colours()).pulledPng(image, pull, strength);
      return withText(png, text).buffer;
    });
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  async squareAt(file, size) {
    const outcome = await inTurn(async () => (await over()).squareAt(file, size));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value.png]) : outcome;
  },

  async maskAt(file, size) {
    const outcome = await inTurn(async () => (await over()).maskAt(file, size));
    return outcome.ok ? Comlink.transfer(outcome, [outcome.value]) : outcome;
  },

  readPngText: (file) => outcomeOf(() => readPngText(file)),

  statistics: (image) =>
    outcomeOf(async () => imageStatistics(image instanceof ArrayBuffer ? await picturePixels(image) : image)),
};

Comlink.expose(imageWorker);
