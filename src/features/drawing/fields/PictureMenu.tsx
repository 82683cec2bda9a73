/** What else can be done with a picture, in a menu: what its panel offers first, then its uses in other panels. */
import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useContext } from 'react';
import styles from './PictureMenu.module.css';
import { type PictureUse, PictureUses, type UsablePicture } from './pictureUses.ts';

interface PictureMenuProps<P extends UsablePicture> {
  picture: P;
  /** What the panel itself offers. */
  own?: readonly (Omit<PictureUse, 'use'> & { use: (picture: P) => void })[];
}

export function PictureMenu<P extends UsablePicture>({ picture, own = [] }: PictureMenuProps<P>) {
  const others = useContext(PictureUses);
  return (
    <DropdownMenu.Root modal={false}>
      {/* Not in a portal: it belongs to its picture, and to the page's main region. */}
      <DropdownMenu.Trigger className={styles.trigger} aria-label="Use this picture" title="Use this picture">
        <Ellipsis aria-hidden size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={styles.menu} sideOffset={6} align="end" collisionPadding={12}>
        {[...own, ...others].map(({ name, icon: Icon, use }) => (
          <DropdownMenu.Item key={name} className={styles.item} onSelect={() => use(picture)}>
            <Icon aria-hidden size={16} />
            {name}
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
