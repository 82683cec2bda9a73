/** What of the gallery is looked at: found by words, by adapter, by mark. */
import { Search, Star } from 'lucide-react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './BrowseBar.module.css';
import type { Browsing } from './browsing.ts';
import { browse } from './browsingStore.ts';

interface BrowseBarProps {
  browsing: Browsing;
  /** Names of adapters that pictures were drawn with. */
  adapters: readonly string[];
  shown: number;
  all: number;
}

/** No adapter is called so: names are trimmed. */
const ANY = ' ';

export function BrowseBar({ browsing: { words, adapter, favourites }, adapters, shown, all }: BrowseBarProps) {
  return (
    <search className={styles.bar}>
      <label className={styles.search}>
        <Search aria-hidden size={16} />
        <input
          type="search"
          aria-label={t('Search the pictures')}
          placeholder={t('Prompt, seed, sampler, model')}
          value={words}
          onChange={(event) => browse({ words: event.currentTarget.value })}
        />
      </label>
      {adapters.length > 0 && (
        <select
          className={styles.adapter}
          aria-label={t('Adapter of the pictures')}
          value={adapter ?? ANY}
          onChange={(event) =>
            browse({ adapter: event.currentTarget.value === ANY ? null : event.currentTarget.value })
          }
        >
          <option value={ANY}>{t('With any adapter')}</option>
          {adapters.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
      <Button aria-pressed={favourites} onClick={() => browse({ favourites: !favourites })}>
        <Star aria-hidden size={16} fill={favourites ? 'currentColor' : 'none'} />
        {t('Favourites')}
      </Button>
      <output className={styles.count}>
        {shown === all ? t('{all} pictures', { all }) : t('{shown} of {all} pictures', { shown, all })}
      </output>
    </search>
  );
}
