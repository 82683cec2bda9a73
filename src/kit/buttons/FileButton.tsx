/** A button that lets a person choose files: a label that looks like a button, around an input that isn't seen. */
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { type ButtonKind, buttonClass } from './Button.tsx';
import styles from './FileButton.module.css';

interface FileButtonProps extends Omit<ComponentProps<'input'>, 'type' | 'className' | 'aria-label'> {
  label: string;
  icon: LucideIcon;
  kind?: ButtonKind;
}

export function FileButton({ label, icon: Icon, kind = 'plain', ...input }: FileButtonProps) {
  return (
    <label className={buttonClass(kind, styles.button)}>
      <Icon aria-hidden size={18} />
      {label}
      {/* Named here too: a dropzone would name it “file upload”. */}
      <input {...input} className="visuallyHidden" type="file" aria-label={label} />
    </label>
  );
}
