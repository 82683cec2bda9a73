/** A bar that fills; without a fraction it says that something is under way. */
import { Progress } from 'radix-ui';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  label: string;
  /** 0 to 1, or null while it is not known. */
  fraction: number | null;
  /** The state in words, read instead of the percentage. */
  text?: string;
  className?: string | undefined;
}

export function ProgressBar({ label, fraction, text, className = '' }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.min(100, Math.max(0, Math.floor(fraction * 100)));
  return (
    <Progress.Root
      className={`${styles.bar} ${className}`}
      aria-label={label}
      value={percent}
      getValueLabel={(value) => text ?? `${value} %`}
    >
      <Progress.Indicator
        className={styles.filled}
        style={percent === null ? {} : { transform: `translateX(${percent - 100}%)` }}
      />
    </Progress.Root>
  );
}
