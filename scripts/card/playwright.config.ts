/** The model card's pictures, drawn in the built studio: `npm run card`. */
import { defineConfig } from '@playwright/test';
import studio from '../../playwright.config.ts';

export default defineConfig({
  ...studio,
  testDir: '.',
  testMatch: 'starterCard.ts',
  outputDir: '../../test-results',
  timeout: 60 * 60_000,
  projects: studio.projects?.slice(0, 1) ?? [],
});
