import { useEffect } from 'react';
import { late } from '../app/late';
import { useApp } from '../app/useApp';

/** Opens a link, a design or a configuration that is pasted into the page, wherever no field takes the text. */
export function usePaste(): void {
  const app = useApp();
  useEffect(() => {
    const controller = new AbortController();
    window.addEventListener(
      'paste',
      (event) => {
        const into = event.target;
        const isField =
          into instanceof HTMLElement && into.closest('input, textarea, [contenteditable="true"]') !== null;
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (isField || text === '') return;
        late(app, import('../../state/files/openConfig'), ({ openPasted }) => openPasted(app, text));
      },
      { signal: controller.signal },
    );
    return () => controller.abort();
  }, [app]);
}
