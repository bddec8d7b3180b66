import { useEffect } from 'react';

/** Opens the checkpoint that `?open=` in the page's address names. Most addresses name none, and need no opener. */
export function useOpenAddress(): void {
  useEffect(() => {
    const address = new URLSearchParams(window.location.search).get('open');
    if (address) void import('../../state/browserOpener').then(({ opener }) => opener.openAddress(address));
  }, []);
}
