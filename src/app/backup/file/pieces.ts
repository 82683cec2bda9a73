/** Large files a piece at a time, so that no more of them is in memory. */

/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

/** Its bytes, piece by piece, each in memory of its own. */
export async function* piecesOf(content: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < content.size; at += PIECE) {
    yield new Uint8Array(await content.slice(at, at + PIECE).arrayBuffer());
  }
}

/**
 * The same for who is done with each before it asks for the next: its memory is let go of then. Garbage would lie about until
 * it is collected, which of a large file is a hundred megabytes.
 */
export async function* passingPieces(content: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of piecesOf(content)) {
    yield piece;
    // What is left of it has no length; browsers that don't know how collect it in their own time.
    piece.buffer.transfer?.(0);
  }
}

/** Whether two files hold the same bytes. */
export async function sameBytes(one: Blob, other: Blob): Promise<boolean> {
  if (one.size !== other.size) return false;
  let at = 0;
  for await (const piece of passingPieces(one)) {
    const beside = new Uint8Array(await other.slice(at, at + piece.length).arrayBuffer());
    const same = piece.every((byte, index) => byte === beside[index]);
    beside.buffer.transfer?.(0);
    if (!same) return false;
    at += piece.length;
  }
  return true;
}
