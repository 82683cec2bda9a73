/** What the project makes in the built studio: the model card's pictures (`npm run card`), the ready-made weights, other subjects, README's pictures. */
import process from 'node:process';
import { defineConfig } from '@playwright/test';
import studio from '../../playwright.config.ts';

const [wasm] = studio.projects ?? [];
const server = Array.isArray(studio.webServer) ? studio.webServer[0] : studio.webServer;

export default defineConfig({
  ...studio,
  testDir: '.',
  testMatch: ['starterCard.ts', 'readyMade.ts', 'subjects.ts', 'readmePictures.ts'],
  outputDir: '../../test-results',
  timeout: 60 * 60_000,
  projects: wasm ? [wasm] : [],
  // The studio is built from the project's root, not from this folder.
  ...(server ? { webServer: { ...server, cwd: process.cwd() } } : {}),
});
