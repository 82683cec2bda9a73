/** A model's folder on the person's disk: chosen, or dropped here. */
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { buttonClass } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { isModelFolder, localFiles } from '../../stores/localFiles.ts';
import { importLocal } from '../../stores/modelStore.ts';
import styles from './Models.module.css';

const NO_MODEL = {
  message: 'This is no model’s folder: it has neither model_index.json nor unet/config.json in it.',
  advice: 'Choose the folder that holds unet, text_encoder, vae, tokenizer and scheduler.',
};

export function FolderSource({ onDone }: { onDone: () => void }) {
  const [refused, setRefused] = useState(false);
  const take = (files: readonly File[]) => {
    const local = localFiles(files);
    setRefused(!isModelFolder(local));
    if (!isModelFolder(local)) return;
    onDone();
    void importLocal(local);
  };
  const { getRootProps, isDragActive } = useDropzone({ onDrop: take, noClick: true, noKeyboard: true });
  return (
    <div {...getRootProps({ className: styles.drop })} data-over={isDragActive || undefined}>
      <label className={buttonClass('main', styles.choose)}>
        <FolderOpen aria-hidden size={18} />
        Choose its folder
        <input
          className="visuallyHidden"
          type="file"
          // Makes the browser ask for a folder; known to every browser, and to React by no other name.
          {...{ webkitdirectory: '' }}
          aria-label="Choose its folder"
          onChange={(event) => take([...(event.currentTarget.files ?? [])])}
        />
      </label>
      <p className={styles.facts}>
        Or drop it here. Only the files that the studio needs are copied; the folder itself stays as it is.
      </p>
      {refused && <FaultNote fault={NO_MODEL} />}
    </div>
  );
}
