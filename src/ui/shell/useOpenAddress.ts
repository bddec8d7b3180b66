import { useEffect } from 'react';
import { opener } from '../../state/browserOpener';

/** Opens the checkpoint that `?open=` in the page's address names. */
export function useOpenAddress(): void {
  useEffect(() => {
    const address = new URLSearchParams(window.location.search).get('open');
    if (address) void opener.openAddress(address);
  }, []);
}
