/** A single-file checkpoint on the person's disk: chosen, or dropped here. */
import { FileBox } from 'lucide-react';
import { useState } from 'react';
import { useDropzone } from 'react-dropzone';
import { buttonClass } from '../../components/Button.tsx';
import { FaultNote } from '../../components/FaultNote.tsx';
import { localFiles } from '../../stores/localFiles.ts';
import { importLocal } from '../../stores/modelStore.ts';
import styles from './Models.module.css';

const NO_CHECKPOINT = {
  message: 'This is not one .safetensors file.',
  advice: 'Choose the checkpoint; files that end in .ckpt may run code when they are read and are not opened.',
};

export function FileSource({ onDone }: { onDone: () => void }) {
  const [refused, setRefused] = useState(false);
  const take = (files: readonly File[]) => {
    const usable = files.filter(({ name }) => /\.safetensors$/i.test(name)).length === 1;
    setRefused(!usable);
    if (!usable) return;
    onDone();
    void importLocal(localFiles(files));
  };
  const { getRootProps, isDragActive } = useDropzone({ onDrop: take, noClick: true, noKeyboard: true });
  return (
    <div {...getRootProps({ className: styles.drop })} data-over={isDragActive || undefined}>
      <label className={buttonClass('main', styles.choose)}>
        <FileBox aria-hidden size={18} />
        Choose the file
        <input
          className="visuallyHidden"
          type="file"
          accept=".safetensors"
          aria-label="Choose the file"
          onChange={(event) => take([...(event.currentTarget.files ?? [])])}
        />
      </label>
      <p className={styles.facts}>Or drop it here. The file is copied and stays as it is.</p>
      {refused && <FaultNote fault={NO_CHECKPOINT} />}
    </div>
  );
}
