import { findBrowsers } from '../../scripts/browsers.mjs';
import { findChromium } from '../../scripts/chromium.mjs';
import { openChromium } from './chromium';
import type { Driver } from './driver';
import { openFirefox } from './firefox';
import { openWebKit } from './webKit';

/** The browsers by the names of their projects, and how each is opened; null where it is not here. */
export const BROWSERS: Readonly<Record<string, () => Promise<(() => Promise<Driver>) | null>>> = {
  Chromium: async () => {
    const path = await findChromium();
    return path ? () => openChromium(path) : null;
  },
  Firefox: async () => {
    const { firefox } = findBrowsers();
    return firefox ? () => openFirefox(firefox) : null;
  },
  WebKit: async () => {
    const { webkit } = findBrowsers();
    return webkit ? () => openWebKit(webkit) : null;
  },
};
