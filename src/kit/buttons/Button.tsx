/** A button in one of three weights: the panel's main act, an ordinary one, or a quiet one. */
import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

export type ButtonKind = 'main' | 'plain' | 'quiet';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
}

/** The same look for links and labels that act like buttons. */
export function buttonClass(kind: ButtonKind = 'plain', className = ''): string {
  return `${styles.button} ${styles[kind]} ${className}`.trim();
}

export function Button({ kind = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(kind, className)} {...rest} />;
}
