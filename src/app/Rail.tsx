/** The navigation: a rail beside the panel, a bar below it on a phone. */
import { Clapperboard, GraduationCap, Grid3x3, Images, LibraryBig, Paintbrush, Spool } from 'lucide-react';
import type { ComponentType } from 'react';
import { ROUTES, type Route } from './address.ts';
import styles from './Rail.module.css';

const ENTRIES: Record<Route, { name: string; Icon: ComponentType<{ 'aria-hidden': true; size: number }> }> = {
  dataset: { name: 'Dataset', Icon: Images },
  train: { name: 'Train', Icon: Spool },
  create: { name: 'Create', Icon: Paintbrush },
  compare: { name: 'Compare', Icon: Grid3x3 },
  morph: { name: 'Morph', Icon: Clapperboard },
  library: { name: 'Library', Icon: LibraryBig },
  course: { name: 'Course', Icon: GraduationCap },
};

export function routeName(route: Route): string {
  return ENTRIES[route].name;
}

/** Beside the panels, which are for making: what is for learning stands a little apart. */
const APART: Route = 'course';

export function Rail({ route }: { route: Route }) {
  return (
    <nav className={styles.rail} aria-label="Studio">
      <p className={styles.brand}>
        <img src="./favicon.svg" alt="" width={28} height={28} />
        Weft
      </p>
      <ul className={styles.entries}>
        {ROUTES.map((entry) => {
          const { name, Icon } = ENTRIES[entry];
          return (
            <li key={entry} data-apart={entry === APART || undefined}>
              <a className={styles.entry} href={`#/${entry}`} aria-current={entry === route ? 'page' : undefined}>
                <Icon aria-hidden size={20} />
                {name}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
