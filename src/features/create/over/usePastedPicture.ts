/** Pictures that are pasted while a part of the page is unfolded go there, not into the dataset. */
import { type RefObject, useEffect, useRef } from 'react';

export function usePastedPicture(part: RefObject<HTMLElement | null>, take: (file: File) => void): void {
  const taker = useRef(take);
  taker.current = take;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      const isText = event.clipboardData?.types.includes('text/plain') && event.target instanceof HTMLTextAreaElement;
      // Folded away it has no size.
      if (!file || isText || !part.current || part.current.getClientRects().length === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      taker.current(file);
    };
    const ended = new AbortController();
    document.addEventListener('paste', paste, { capture: true, signal: ended.signal });
    return () => ended.abort();
  }, [part]);
}
