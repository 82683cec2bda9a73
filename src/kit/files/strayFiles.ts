/**
 * Files that came where nobody waits for them: dropped beside every area, on an area of another subject, or pasted.
 * Without this a browser would open a dropped file in the page's place.
 */
import { droppedFiles } from './droppedFiles.ts';

type Take = (files: File[], how: 'dropped' | 'pasted') => void;

let take: Take = () => undefined;

/** Hands over files that were dropped on an area which has no use for them. */
export function passOn(files: File[]): void {
  take(files, 'dropped');
}

/** Catches all files that no area takes; areas keep their own drops from coming here. Gives what ends it. */
export function catchStrayFiles(taker: Take): () => void {
  take = taker;
  const catching = new AbortController();
  const { signal } = catching;
  addEventListener('dragover', allowDrop, { signal });
  addEventListener(
    'drop',
    (event) => {
      if (!wouldOpen(event)) return;
      event.preventDefault();
      if (!event.dataTransfer || !bringsFiles(event.dataTransfer)) return;
      void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && take(files, 'dropped'));
    },
    { signal },
  );
  addEventListener('paste', takePasted, { signal });
  return () => catching.abort();
}

const bringsFiles = (transfer: DataTransfer) => transfer.types.includes('Files');

/** A field takes text and links by itself, never files. */
const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA)$/.test(target.tagName));

/** Whether the browser would leave the page for it, or open a tab. */
function wouldOpen({ dataTransfer, target }: DragEvent): boolean {
  if (!dataTransfer) return false;
  return bringsFiles(dataTransfer) || (dataTransfer.types.includes('text/uri-list') && !isField(target));
}

function allowDrop(event: DragEvent): void {
  if (wouldOpen(event)) event.preventDefault();
}

function takePasted(event: ClipboardEvent): void {
  const files = [...(event.clipboardData?.files ?? [])];
  // Beside text a picture of it may lie in the clipboard: a field is given the text.
  const text = isField(event.target) && event.clipboardData?.types.includes('text/plain');
  if (files.length === 0 || text) return;
  event.preventDefault();
  take(files, 'pasted');
}
