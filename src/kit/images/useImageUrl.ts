/**
 * An object URL for a stored picture, for as long as it is shown; null for the first moment. Made by what shows it alone: each
 * takes the page some tenths of a millisecond, which thousands that nobody sees would add up to seconds.
 */
import { useEffect, useState } from 'react';
import { pngBlob } from './storedPng.ts';

export function useImageUrl(bytes: Blob | ArrayBuffer | undefined): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) return;
    const made = URL.createObjectURL(bytes instanceof Blob ? bytes : pngBlob(bytes));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}
