/** The navigation: a rail beside the panel, a bar below it on a phone. */
import { Clapperboard, GraduationCap, Grid3x3, Images, LibraryBig, Paintbrush, Spool } from 'lucide-react';
import type { ComponentType } from 'react';
import { type Message, msg } from '../contract/message.ts';
import { plain } from '../kit/language/current.ts';
import { ROUTES, type Route } from './address.ts';
import styles from './Rail.module.css';

export const ROUTE_NAMES: Readonly<Record<Route, Message>> = {
  dataset: msg('Dataset'),
  train: msg('Train'),
  create: msg('Create'),
  compare: msg('Compare'),
  morph: msg('Morph'),
  library: msg('Library'),
  course: msg('Course'),
};

const ICONS: Record<Route, ComponentType<{ 'aria-hidden': true; size: number }>> = {
  dataset: Images,
  train: Spool,
  create: Paintbrush,
  compare: Grid3x3,
  morph: Clapperboard,
  library: LibraryBig,
  course: GraduationCap,
};

export function routeName(route: Route): string {
  return plain(ROUTE_NAMES[route]);
}

/** Beside the panels, which are for making: what is for learning stands a little apart. */
const APART: Route = 'course';

export function Rail({ route }: { route: Route }) {
  return (
    <nav className={styles.rail} aria-label={plain('Studio')}>
      <p className={styles.brand}>
        <img src="./favicon.svg" alt="" width={28} height={28} />
        Weft
      </p>
      <ul className={styles.entries}>
        {ROUTES.map((entry) => {
          const Icon = ICONS[entry];
          return (
            <li key={entry} data-apart={entry === APART || undefined}>
              <a className={styles.entry} href={`#/${entry}`} aria-current={entry === route ? 'page' : undefined}>
                <Icon aria-hidden size={20} />
                <span className={styles.name}>{routeName(entry)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
