import { whyMissing } from '../../state/view/missingPart';
import { notify } from '../../state/view/notices';

/** Does something with a part of the app once it is here; says so where it is not to be had. */
export function late<T>(loading: Promise<T>, then: (loaded: T) => void): void {
  void loading.then(then, async () => {
    const { text, reloadHelps } = await whyMissing();
    notify(text, reloadHelps ? { label: 'Reload', run: () => window.location.reload() } : undefined);
  });
}
