/** How the page looks and which language it speaks, in a menu at the end of the status line. */
import { SunMoon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { msg } from '../../contract/message.ts';
import { iconButtonClass } from '../../kit/buttons/IconButton.tsx';
import { chooseLanguage } from '../../kit/language/chooseLanguage.ts';
import { LANGUAGES, type Language } from '../../kit/language/current.ts';
import { t } from '../../kit/language/t.ts';
import { useLanguage } from '../../kit/language/useLanguage.ts';
import { chooseTheme } from '../../kit/look/chooseTheme.ts';
import { onTheme, THEMES, type Theme, theme } from '../../kit/look/theme.ts';
import { Menu, MenuChoices } from '../../kit/menu/Menu.tsx';
import { notify } from '../../session/noticesStore.ts';

const THEME_NAMES = { system: msg('As the system'), light: msg('Light'), dark: msg('Dark') } as const;

/** Whether the page is shown anew because another language was chosen here: whoever chose it goes on from here. */
let chosenHere = false;

async function choose(language: Language): Promise<void> {
  chosenHere = true;
  try {
    await chooseLanguage(language);
  } catch {
    chosenHere = false;
    notify(t('The texts of this language could not be loaded.'), t('Check the connection and choose it again.'));
  }
}

export function LookMenu() {
  const trigger = useRef<HTMLButtonElement>(null);
  const language = useLanguage();
  const shown = useSyncExternalStore(onTheme, theme);
  useEffect(() => {
    if (chosenHere) trigger.current?.focus();
    chosenHere = false;
  }, []);
  const name = t('Appearance and language');
  return (
    <Menu
      align="end"
      trigger={
        <DropdownMenu.Trigger ref={trigger} className={iconButtonClass} aria-label={name} title={name}>
          <SunMoon aria-hidden size={16} />
        </DropdownMenu.Trigger>
      }
    >
      <MenuChoices<Theme>
        label={t('Appearance')}
        value={shown}
        options={THEMES.map((value) => ({ value, name: t(THEME_NAMES[value]) }))}
        onChoose={chooseTheme}
      />
      <MenuChoices<Language>
        label={t('Language')}
        value={language}
        options={Object.entries(LANGUAGES).map(([value, called]) => ({
          value: value as Language,
          name: called,
          lang: value,
        }))}
        onChoose={(next) => void choose(next)}
      />
    </Menu>
  );
}
