/** What else can be done with a picture, in a menu: what its panel offers first, then its uses in other panels. */
import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useContext } from 'react';
import { iconButtonClass } from '../../../kit/buttons/IconButton.tsx';
import { t } from '../../../kit/language/t.ts';
import { Menu, MenuItem } from '../../../kit/menu/Menu.tsx';
import { type PictureUse, PictureUses, type UsablePicture } from './pictureUses.ts';

interface PictureMenuProps<P extends UsablePicture> {
  picture: P;
  /** What the panel itself offers. */
  own?: readonly (Omit<PictureUse, 'use'> & { use: (picture: P) => void })[];
}

export function PictureMenu<P extends UsablePicture>({ picture, own = [] }: PictureMenuProps<P>) {
  const others = useContext(PictureUses);
  return (
    <Menu
      align="end"
      trigger={
        <DropdownMenu.Trigger
          className={iconButtonClass}
          aria-label={t('Use this picture')}
          title={t('Use this picture')}
        >
          <Ellipsis aria-hidden size={16} />
        </DropdownMenu.Trigger>
      }
    >
      {[...own, ...others].map(({ name, icon: Icon, use }) => (
        <MenuItem key={t(name)} onSelect={() => use(picture)}>
          <Icon aria-hidden size={16} />
          {t(name)}
        </MenuItem>
      ))}
    </Menu>
  );
}
