/** Reads numbers out of a file's bytes; reading past the end says that the file is cut off. */

/** Thrown inside the format readers; `inspectImage` turns it into the error `image-damaged`. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

export const cutOff = () => new Damage('it ends too early');

export class ByteReader {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** @throws Damage when the file ends before `offset + count` */
  #need(offset: number, count: number): void {
    if (offset + count > this.length) throw cutOff();
  }

  u8(offset: number): number {
    this.#need(offset, 1);
    return this.#view.getUint8(offset);
  }

  u16(offset: number, littleEndian = false): number {
    this.#need(offset, 2);
    return this.#view.getUint16(offset, littleEndian);
  }

  u24le(offset: number): number {
    return this.u16(offset, true) + this.u8(offset + 2) * 0x10000;
  }

  u32(offset: number, littleEndian = false): number {
    this.#need(offset, 4);
    return this.#view.getUint32(offset, littleEndian);
  }

  i32le(offset: number): number {
    this.#need(offset, 4);
    return this.#view.getInt32(offset, true);
  }

  /** Latin-1 text, shorter where the file ends. */
  ascii(offset: number, count: number): string {
    return String.fromCharCode(...this.bytes.subarray(offset, offset + count));
  }
}
