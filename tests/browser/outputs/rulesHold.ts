/** The rules of WCAG 2.2 A and AA that can be computed, on the page as it stands; and nothing to scroll sideways for. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Tells each rule that is broken, and goes on. @param what names the page in what is told */
export async function rulesHold(page: Page, what: string): Promise<void> {
  // The legacy way looks at one frame: the studio has no other, and is spared a new page for each answer.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect.soft(found, what).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
