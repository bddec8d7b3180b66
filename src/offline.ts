/**
 * Registers the service worker (public/sw.js), which keeps the app for use without a network and adds the isolating
 * headers where the host sends none. Those act from the next load on, hence one reload, and never a second one.
 */
const RELOADED = 'x3d-studio reloaded for isolation';

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // Built in a folder of its host, the app knows its address only from its page.
  const script = new URL('sw.js', document.baseURI);
  navigator.serviceWorker.register(script, { updateViaCache: 'none' }).then(reloadToIsolate, () => {
    // Private windows of some browsers refuse: the app then needs the network, and runs on one thread.
  });
}

async function reloadToIsolate(): Promise<void> {
  await navigator.serviceWorker.ready;
  if (crossOriginIsolated || sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
}

export {};
