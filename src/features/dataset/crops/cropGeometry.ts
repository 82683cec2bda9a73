/** Where squares lie in a photograph, upright and turned. Pure. */
import type { Crop, Turns } from '../../../contract/pictures/crop.ts';
import type { PhotographSize } from '../../../contract/pictures/photograph.ts';

/** A square of a photograph as it is shown: turned. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** What is shown of a photograph, in percent of its width and height, turned. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The middle square, as large as it can be. */
export function middleCrop({ width, height }: PhotographSize, turns: Turns = 0): Crop {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side, turns };
}

/** Whether two images show the same of a photograph. Undefined is its middle, as it was added. */
export function sameCrop(one: Crop | undefined, other: Crop | undefined): boolean {
  if (!one || !other) return one === other;
  return one.x === other.x && one.y === other.y && one.side === other.side && one.turns === other.turns;
}

/** A crop as it is kept: undefined for the middle of a photograph that stands as it came, to a pixel. */
export function keptCrop(crop: Crop, size: PhotographSize): Crop | undefined {
  const middle = middleCrop(size);
  const isMiddle = Math.abs(crop.x - middle.x) <= 1 && Math.abs(crop.y - middle.y) <= 1;
  return crop.turns === 0 && crop.side === middle.side && isMiddle ? undefined : crop;
}

export function turnedSize({ width, height }: PhotographSize, turns: Turns): PhotographSize {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** Once more to the right, or with −1 to the left. */
export function turnedBy(turns: Turns, by: 1 | -1): Turns {
  return ((turns + by + 4) % 4) as Turns;
}

/** Where a crop lies in its photograph once that is turned. */
export function turnedSquare({ x, y, side, turns }: Crop, { width, height }: PhotographSize): Square {
  const [right, below] = [width - x - side, height - y - side];
  if (turns === 1) return { x: below, y: x, side };
  if (turns === 2) return { x: right, y: below, side };
  if (turns === 3) return { x: y, y: right, side };
  return { x, y, side };
}

/** The crop that lies there in the turned photograph. @param size of the upright one */
export function cropAt({ x, y, side }: Square, size: PhotographSize, turns: Turns): Crop {
  const { width, height } = turnedSize(size, turns);
  const [right, below] = [width - x - side, height - y - side];
  if (turns === 1) return { x: y, y: right, side, turns };
  if (turns === 2) return { x: right, y: below, side, turns };
  if (turns === 3) return { x: below, y: x, side, turns };
  return { x, y, side, turns };
}

/** The crop that shows an area, in whole pixels within the photograph. @param size of the upright one */
export function cropOfArea(area: Area, size: PhotographSize, turns: Turns): Crop {
  const { width, height } = turnedSize(size, turns);
  // Both say the same but for rounding; the shorter side says it more exactly.
  const wanted = width < height ? (area.width / 100) * width : (area.height / 100) * height;
  const side = within(Math.round(wanted), 1, Math.min(width, height));
  const x = within(Math.round((area.x / 100) * width), 0, width - side);
  const y = within(Math.round((area.y / 100) * height), 0, height - side);
  return cropAt({ x, y, side }, size, turns);
}

/** The area that shows a crop. */
export function areaOfCrop(crop: Crop, size: PhotographSize): Area {
  const { x, y, side } = turnedSquare(crop, size);
  const { width, height } = turnedSize(size, crop.turns);
  return {
    x: (100 * x) / width,
    y: (100 * y) / height,
    width: (100 * side) / width,
    height: (100 * side) / height,
  };
}

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
