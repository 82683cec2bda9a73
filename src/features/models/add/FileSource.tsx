/** A single-file checkpoint on the person's disk. */
import { FileBox } from 'lucide-react';
import type { LocalFile } from '../../../contract/modelsWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { LocalSource } from './LocalSource.tsx';

const NO_CHECKPOINT = {
  get message() {
    return t('This is not one .safetensors file.');
  },
  get advice() {
    return t('Choose the checkpoint; files that end in .ckpt may run code when they are read and are not opened.');
  },
};

/** What lies beside it, such as its scheduler's config, may come along. */
const holdsCheckpoint = (files: readonly LocalFile[]) =>
  files.filter(({ path }) => /\.safetensors$/i.test(path) && !/(?:^|\/)vae\//.test(path)).length === 1;

export function FileSource({ onDone }: { onDone: () => void }) {
  return (
    <LocalSource
      choice={{ label: t('Choose the file'), icon: FileBox, accept: '.safetensors,.yaml,.yml', multiple: true }}
      facts={t('Or drop it here, with the .yaml that came with it. The file is copied and stays as it is.')}
      usable={holdsCheckpoint}
      error={NO_CHECKPOINT}
      onDone={onDone}
    />
  );
}
