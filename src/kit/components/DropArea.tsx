/** Where files may be dropped: its frame shows while they are over it. Choosing them by hand is a button's matter. */
import type { ReactNode } from 'react';
import { type DropzoneInputProps, useDropzone } from 'react-dropzone';
import { bringsRun } from '../files/bringsRun.ts';
import { passOn } from '../files/strayFiles.ts';
import styles from './DropArea.module.css';

interface FileDrop {
  /** For the area. */
  area: Pick<DropAreaProps, 'root' | 'over'>;
  /** For the FileButton that takes the same files by hand, wherever it stands. */
  input: DropzoneInputProps;
}

interface FileDropOptions {
  multiple?: boolean;
  /** Whether files are for this area; others, and runs that come home, are passed on to the panel that they are for. */
  mine?: (files: File[]) => boolean;
}

/**
 * Takes files that are dropped on an area or chosen by its button. Folders are read with all that lies in them. Of areas
 * inside each other the inner one takes them alone.
 * @param onDrop where `multiple` is false it is called with no file when several are dropped
 */
export function useFileDrop(
  onDrop: (files: File[]) => void,
  { multiple = true, mine = () => true }: FileDropOptions = {},
): FileDrop {
  const { getRootProps, getInputProps, isDragActive } = useDropzone({
    onDrop: async (files) => {
      const isMine = files.length === 0 || (mine(files) && !(await bringsRun(files)));
      return isMine ? onDrop(files) : passOn(files);
    },
    multiple,
    noClick: true,
    noKeyboard: true,
    noDragEventsBubbling: true,
  });
  return {
    area: { root: getRootProps, over: isDragActive },
    // Not hidden by a style: the button hides it, and it takes the focus in the button's place.
    input: getInputProps({ style: {}, tabIndex: 0 }),
  };
}

interface DropAreaProps {
  root: ReturnType<typeof useDropzone>['getRootProps'];
  /** Whether files are over it. */
  over: boolean;
  /** Around a panel's whole stage, an area with a frame of its own, or one that doesn't show. */
  kind?: 'stage' | 'framed' | 'plain';
  className?: string | undefined;
  children: ReactNode;
}

export function DropArea({ root, over, kind = 'stage', className = '', children }: DropAreaProps) {
  return (
    <div {...root({ className: `${styles[kind] ?? ''} ${className}`.trim() })} data-over={over || undefined}>
      {children}
    </div>
  );
}
