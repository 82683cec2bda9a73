/** Where the page starts: shows the shell at once, and meanwhile opens the model and reads what was kept. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { start } from './app/start.ts';
import './app/theme.css';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element “root”.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
start();
