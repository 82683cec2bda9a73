/** An item of a long list, whose content is there while it is near to what is seen: thousands of them cost little. */
import type { ReactNode } from 'react';
import { useInView } from 'react-intersection-observer';
import styles from './NearItem.module.css';

interface NearItemProps {
  className?: string | undefined;
  /** Whether it is always there, as what is seen first has to be. */
  first: boolean;
  /** Whether it stays once it was there, as what a person opens in it has to. */
  stays?: boolean;
  children: ReactNode;
}

/** How far from what is seen content is made ready. */
const AHEAD = '100% 0px';

export function NearItem({ className = '', first, stays = false, children }: NearItemProps) {
  // What scrolls is the stage, or the page itself on a phone.
  const { ref, inView } = useInView({ rootMargin: AHEAD, scrollMargin: AHEAD, skip: first, triggerOnce: stays });
  const near = first || inView;
  return (
    <li ref={ref} className={near ? className : `${className} ${styles.far}`}>
      {near && children}
    </li>
  );
}
