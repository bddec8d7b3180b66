import { tabStorage } from './state/storage';
import type { Notices } from './state/view/notices';

/** Set in this tab once it was loaded again for the headers. */
const RELOADED = 'x3d-studio reloaded for isolation';

/** How long a page lies open before it looks for a new version by itself, in ms; a load looks anyway. */
const LOOK_AFTER = 3_600_000;

/** How long a page that asked for the new version waits for it before it is loaded anew all the same, in ms. */
const LONGEST_TAKE_OVER = 3000;

/**
 * Registers the service worker (public/sw.js), which keeps the app for use without a network and adds the isolating
 * headers where the host sends none. Headers and new versions act from the next load on. That load is made here only
 * while the page is untouched; from then on it is offered.
 */
export function keepOffline(notices: Notices): void {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void begin(navigator.serviceWorker, notices);
}

async function begin(container: ServiceWorkerContainer, { notify }: Notices): Promise<void> {
  const offerReload = (text: string, run: () => void): void => notify(text, { label: 'Reload', run }, { stays: true });
  const hadWorker = container.controller !== null;
  const isTouched = watchForTouch();
  let isAsked = false;
  container.addEventListener('controllerchange', () => {
    if (isAsked) location.reload();
    // The first worker of all changes nothing on the screen.
    else if (hadWorker) offerReload('X3D Studio was updated in another window.', () => location.reload());
  });
  try {
    // Built in a folder of its host, the app knows its address only from its page.
    const script = new URL('sw.js', document.baseURI);
    const registration = await container.register(script, { updateViaCache: 'none' });
    const takeOver = (message: 'take over' | 'take over if alone') => {
      isAsked = true;
      registration.waiting?.postMessage(message);
    };
    const offerVersion = () =>
      offerReload('A new version of X3D Studio is ready.', () => {
        // What has taken over meanwhile, asked by another window, only has to be loaded.
        if (!registration.waiting) return location.reload();
        takeOver('take over');
        // The worker of the version before may still be at work: on the next load it has nothing to do.
        setTimeout(() => location.reload(), LONGEST_TAKE_OVER);
      });
    if (registration.waiting) {
      if (!isTouched()) takeOver('take over if alone');
      offerVersion();
    }
    const watchInstalling = () => {
      const next = registration.installing;
      next?.addEventListener('statechange', () => {
        if (next.state === 'installed' && container.controller) offerVersion();
      });
    };
    // It may have begun before this page was loaded.
    watchInstalling();
    registration.addEventListener('updatefound', watchInstalling);
    lookNowAndThen(registration);
    await container.ready;
    reloadToIsolate(isTouched(), offerReload);
  } catch {
    // Private windows of some browsers refuse: the app then needs the network, and runs on one thread.
  }
}

/** Reloads once, so that the worker's headers act. @param isTouched whether the page is in use: then a person is asked first */
function reloadToIsolate(isTouched: boolean, offerReload: (text: string, run: () => void) => void): void {
  if (crossOriginIsolated || tabStorage.getItem(RELOADED)) return;
  // Where it cannot be remembered, one reload would follow another for ever.
  const reload = () => {
    if (tabStorage.setItem(RELOADED, 'yes')) location.reload();
  };
  if (isTouched) offerReload('Runs use more than one thread once the page is loaded again.', reload);
  else reload();
}

/** Whether a key or a button was pressed on the page since this was called. */
function watchForTouch(): () => boolean {
  let isTouched = false;
  for (const type of ['keydown', 'pointerdown', 'drop', 'wheel']) {
    window.addEventListener(type, () => (isTouched = true), { once: true, capture: true, passive: true });
  }
  return () => isTouched;
}

/** Looks for a new version when a page is shown again after a long time. */
function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let looked = performance.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || performance.now() - looked < LOOK_AFTER) return;
    looked = performance.now();
    // Without a network there is nothing to find.
    registration.update().catch(() => {});
  });
}
