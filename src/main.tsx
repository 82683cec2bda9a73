/** Where the page starts: shows the frame at once, and meanwhile opens the model and reads what was kept. */
import './contract/policy/withoutEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { speak, wantedLanguage } from './kit/language/current.ts';
import { showTheme } from './kit/look/theme.ts';
import './app/theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element “root”.');
showTheme();

function show(): void {
  createRoot(root!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  // Where its script can't be fetched, the frame says so.
  import('./app/start.ts').then(
    ({ start }) => start(),
    () => undefined,
  );
}

const language = wantedLanguage();
if (language === 'en') show();
// Without its texts another language is not spoken, and the frame comes all the same.
else speak(language).then(show, show);
