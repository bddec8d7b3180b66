import { createStore } from 'zustand/vanilla';
import { type Document, documentStore } from './document';

/**
 * The document as the screen shows it, but for the control under the hand and the counts: those read the document
 * itself. In the page it follows a frame behind (`paintCountsFirst`), so that a slider and its counts never wait for
 * the graph, and the graph never waits for the slider to rest.
 */
export const shownStore = createStore<Document>()(documentStore.getState);

let follow = (show: () => void): void => show();

documentStore.subscribe(() => follow(() => shownStore.setState(documentStore.getState(), true)));

/** From now on what is shown follows the document once the frame with its counts has been painted, the newest one at a time. */
export function paintCountsFirst(): void {
  let waiting = false;
  follow = (show) => {
    if (waiting) return;
    waiting = true;
    // A message is delivered after the frame that the animation callback belongs to.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      waiting = false;
      show();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  };
}
