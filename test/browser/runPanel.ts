import { expect, type Locator, type Page, type Worker } from '@playwright/test';

/** A design of one stage whose runs take milliseconds on WASM and about a second on an emulated GPU. */
export const TINY = '#v=1&from=XS&w=0.3&k=1&s=2&t=2&y=16&x=16&hc=5&hm=12';

/** A worker of a page by a part of its script's name. */
export function workerOf(page: Page, name: 'session' | 'studio'): Worker {
  const found = page.workers().find((worker) => worker.url().includes(name));
  if (!found) throw new Error(`No ${name} worker has been started.`);
  return found;
}

/** The classes in the Run panel. */
export const classesOf = (panel: Locator): Locator =>
  panel.getByRole('list', { name: 'Most probable classes' }).getByRole('listitem');

/** The Run panel on noise, and how to press Run and wait for the end of the run. */
export async function runPanel(
  page: Page,
  backend: 'WASM' | 'WebGPU',
): Promise<{ panel: Locator; run(button?: Locator): Promise<void> }> {
  const panel = page.getByRole('region', { name: 'Run', exact: true });
  await panel.getByRole('radiogroup', { name: 'Clip' }).getByText('Noise').click();
  await panel.getByRole('radiogroup', { name: 'Backend' }).getByText(backend).click();
  const run = async (button = panel.getByRole('button', { name: 'Run', exact: true })) => {
    const worked = panel.evaluate(watchForCancel);
    await button.click();
    await worked;
    await expect(panel.getByRole('button', { name: 'Cancel' })).toHaveCount(0, { timeout: 100_000 });
  };
  return { panel, run };
}

/** Waits in the page until there is something to cancel: a run may be over before anybody outside has seen that. */
function watchForCancel(panel: Element): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (![...panel.querySelectorAll('button')].some(({ textContent }) => textContent === 'Cancel')) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(panel, { childList: true, characterData: true, subtree: true });
  });
}
