import type { App } from '../../state/app';
import { whyMissing } from '../../state/view/missingPart';

/** Does something with a part of the app once it is here; says so where it is not to be had. */
export function late<T>(app: App, loading: Promise<T>, then: (loaded: T) => void): void {
  void loading.then(then, async () => {
    const { text, reloadHelps } = await whyMissing();
    app.notices.notify(text, reloadHelps ? { label: 'Reload', run: () => window.location.reload() } : undefined);
  });
}
