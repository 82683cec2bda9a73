/** Bytes or words that were made on demand, handed to the browser as a file to save. */

/** Milliseconds after which a browser has surely taken what the address stands for. */
const KEPT_FOR = 60_000;

export function offerDownload(
  content: ArrayBuffer | Blob | string,
  fileName: string,
  type = 'application/octet-stream',
): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR);
}
