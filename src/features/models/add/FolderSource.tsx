/** A model's folder on the person's disk. */
import { FolderOpen } from 'lucide-react';
import { t } from '../../../kit/language/t.ts';
import { isModelFolder } from '../localFiles.ts';
import { LocalSource } from './LocalSource.tsx';

const NO_MODEL = {
  get message() {
    return t('This is no model’s folder: it has neither model_index.json nor unet/config.json in it.');
  },
  get advice() {
    return t('Choose the folder that holds unet, text_encoder, vae, tokenizer and scheduler.');
  },
};

/** Makes the browser ask for a folder; known to every browser, and to React by no other name. */
const ASK_FOR_FOLDER = { webkitdirectory: '' };

export function FolderSource({ onDone }: { onDone: () => void }) {
  return (
    <LocalSource
      choice={{ label: t('Choose its folder'), icon: FolderOpen, ...ASK_FOR_FOLDER }}
      facts={t('Or drop it here. Only the files that the studio needs are copied; the folder itself stays as it is.')}
      usable={isModelFolder}
      error={NO_MODEL}
      onDone={onDone}
    />
  );
}
