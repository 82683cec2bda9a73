/** A model on the person's disk: its files are chosen, or dropped here. */
import type { ComponentProps } from 'react';
import { useState } from 'react';
import { FileButton } from '../../../kit/buttons/FileButton.tsx';
import { DropArea, useFileDrop } from '../../../kit/components/DropArea.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { localFiles } from '../localFiles.ts';
import styles from '../Models.module.css';
import { importLocal } from '../modelStore.ts';

interface LocalSourceProps {
  choice: Omit<ComponentProps<typeof FileButton>, 'kind' | 'onChange'>;
  /** Told below the button. */
  facts: string;
  usable: (files: ReturnType<typeof localFiles>) => boolean;
  /** Told of files that aren't usable. */
  error: ComponentProps<typeof ErrorNote>['error'];
  onDone: () => void;
}

export function LocalSource({ choice, facts, usable, error, onDone }: LocalSourceProps) {
  const [refused, setRefused] = useState(false);
  const take = (files: readonly File[]) => {
    const local = localFiles(files);
    setRefused(!usable(local));
    if (!usable(local)) return;
    onDone();
    void importLocal(local);
  };
  const { area } = useFileDrop(take);
  return (
    <DropArea {...area} kind="framed">
      <FileButton {...choice} kind="main" onChange={(event) => take([...(event.currentTarget.files ?? [])])} />
      <p className={styles.facts}>{facts}</p>
      {refused && <ErrorNote error={error} />}
    </DropArea>
  );
}
