import { defineConfig } from '@playwright/test';
import { chromiumFlags, chromiumPath } from './tests/support/browser.ts';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results/browser',
  workers: 2,
  // A shared machine may be slow; nothing here asserts on time.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  // No traces: filming every page costs a third of the run. A journey that fails says what stood on its page; for more,
  // `npx playwright test --trace retain-on-failure`.
  use: {
    locale: 'en-US',
    // Every journey is a new browser: each would keep the whole app first. The one about opening offline allows it.
    serviceWorkers: 'block',
    colorScheme: 'light',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: chromiumPath(), args: [...chromiumFlags] },
    permissions: ['clipboard-read', 'clipboard-write'],
  },
});
