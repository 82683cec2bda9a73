/** Small previews of encoded images; the browser decodes and encodes them off the main thread. */

/** Pixels a side. */
const SIDE = 128;

/** A square image as a small PNG, or null where the browser cannot make one: a preview is never worth a failure. */
export async function thumbnailOf(bytes: Blob | ArrayBuffer): Promise<ArrayBuffer | null> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes]), {
      resizeWidth: SIDE,
      resizeHeight: SIDE,
      resizeQuality: 'high',
    });
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
  } catch {
    return null;
  }
}
