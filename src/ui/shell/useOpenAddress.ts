import { useEffect } from 'react';
import { late } from '../app/late';

/** Opens the checkpoint that `?open=` in the page's address names. Most addresses name none, and need no opener. */
export function useOpenAddress(): void {
  useEffect(() => {
    const address = new URLSearchParams(window.location.search).get('open');
    if (address) late(import('../../state/files/browserOpener'), ({ opener }) => void opener.openAddress(address));
  }, []);
}
