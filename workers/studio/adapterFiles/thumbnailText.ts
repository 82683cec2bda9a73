/** A small picture as text, as a file's header holds it: a data URL. */

const START = 'data:image/png;base64,';
/** Characters; a picture of 128 pixels needs some 50,000. */
const LONGEST = 400_000;
const PNG_START = [0x89, 0x50, 0x4e, 0x47];

/** @param png a PNG file */
export function thumbnailText(png: ArrayBuffer): string {
  return START + btoa(Array.from(new Uint8Array(png), (byte) => String.fromCharCode(byte)).join(''));
}

/** The PNG file; undefined where the text is none, or one too large for a thumbnail. */
export function readThumbnail(text: string | undefined): ArrayBuffer | undefined {
  if (!text?.startsWith(START) || text.length > LONGEST) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.slice(START.length)), (character) => character.charCodeAt(0));
    return PNG_START.every((byte, index) => bytes[index] === byte) ? bytes.buffer : undefined;
  } catch {
    return undefined;
  }
}
