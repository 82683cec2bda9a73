/** Where the page starts: shows the frame at once, and meanwhile opens the model and reads what was kept. */
import './contract/policy/withoutEval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import './app/theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element “root”.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
// Where its script can't be fetched, the frame says so.
import('./app/start.ts').then(
  ({ start }) => start(),
  () => undefined,
);
