import type { App } from '../../state/app';
import { whyMissing } from '../../state/view/missingPart';

/** Runs a function on a chunk of the app once it is loaded; a notice says why where it cannot be loaded. */
export function late<T>(app: App, loading: Promise<T>, then: (loaded: T) => void): void {
  void loading.then(then, async () => {
    const { text, reloadHelps } = await whyMissing();
    app.notices.notify(text, reloadHelps ? { label: 'Reload', run: () => window.location.reload() } : undefined);
  });
}
