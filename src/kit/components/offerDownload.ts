/** Bytes that were made on demand, handed to the browser as a file to save. */

/** Milliseconds after which a browser has surely taken what the address stands for. */
const KEPT_FOR = 60_000;

export function offerDownload(bytes: ArrayBuffer, fileName: string, type = 'application/octet-stream'): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR);
}
