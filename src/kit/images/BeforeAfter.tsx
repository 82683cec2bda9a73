/** Two pictures of one size over each other, and a line that shows more of the one or of the other. */
import { useState } from 'react';
import { t } from '../language/t.ts';
import styles from './BeforeAfter.module.css';

interface Side {
  url: string;
  alt: string;
  /** In a word or two. */
  name: string;
}

interface BeforeAfterProps {
  /** Left of the line. */
  before: Side;
  /** Right of it. */
  after: Side;
  /** Pixels a side. */
  size: number;
}

export function BeforeAfter({ before, after, size }: BeforeAfterProps) {
  const [line, setLine] = useState(50);
  return (
    <figure className={styles.figure}>
      <div className={styles.frame}>
        <img src={after.url} alt={after.alt} width={size} height={size} />
        <img
          className={styles.before}
          src={before.url}
          alt={before.alt}
          width={size}
          height={size}
          style={{ clipPath: `inset(0 ${100 - line}% 0 0)` }}
        />
        <input
          type="range"
          className={styles.range}
          aria-label={t('Line between {left} and {right}', { left: before.name, right: after.name })}
          aria-valuetext={`${line} % ${before.name}, ${100 - line} % ${after.name}`}
          min={0}
          max={100}
          value={line}
          onChange={(event) => setLine(event.currentTarget.valueAsNumber)}
        />
        <div className={styles.line} style={{ left: `${line}%` }} aria-hidden />
      </div>
      <figcaption className={styles.names}>
        <span>{before.name}</span>
        <span>{after.name}</span>
      </figcaption>
    </figure>
  );
}
