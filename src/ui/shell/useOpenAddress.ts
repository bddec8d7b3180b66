import { useEffect } from 'react';
import { late } from '../app/late';
import { useApp } from '../app/useApp';

/** What `?open=` in the page's address names; null where it names nothing. */
export function addressInPage(): string | null {
  return new URLSearchParams(window.location.search).get('open');
}

/** Opens the checkpoint that `?open=` in the page's address names. Most addresses name none, and need no opener. */
export function useOpenAddress(): void {
  const app = useApp();
  useEffect(() => {
    const address = addressInPage();
    if (address)
      late(app, import('../../state/files/opener'), ({ openerOf }) => void openerOf(app).openAddress(address));
  }, [app]);
}
