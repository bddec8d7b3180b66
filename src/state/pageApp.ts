import { createApp } from './app';
import { afterFrame, atOnce } from './document/follower';

/** The page's app, for what does not get it handed yet. */
export const pageApp = createApp({ schedule: import.meta.env.MODE === 'test' ? () => atOnce : afterFrame });
