/** Large files a piece at a time, so that no more of them is in memory. */

/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

export async function* piecesOf(content: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < content.size; at += PIECE) {
    yield new Uint8Array(await content.slice(at, at + PIECE).arrayBuffer());
  }
}

/** Whether two files hold the same bytes. */
export async function sameBytes(one: Blob, other: Blob): Promise<boolean> {
  if (one.size !== other.size) return false;
  let at = 0;
  for await (const piece of piecesOf(one)) {
    const beside = new Uint8Array(await other.slice(at, at + piece.length).arrayBuffer());
    if (piece.some((byte, index) => byte !== beside[index])) return false;
    at += piece.length;
  }
  return true;
}
