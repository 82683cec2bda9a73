/** A picture out of storage: its place is kept for the moment until it has an address. */
import styles from './ComingImage.module.css';

interface ComingImageProps {
  /** As `useImageUrl` gives it. */
  url: string | null;
  alt: string;
  /** Pixels of its side. */
  side: number;
}

export function ComingImage({ url, alt, side }: ComingImageProps) {
  if (!url) return <div className={styles.coming} />;
  return <img src={url} alt={alt} width={side} height={side} decoding="async" />;
}
