import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Document, documentStore } from './document';

/**
 * The document as the graph draws it. The control under the hand and the counts read the document itself; in the page
 * this follows a frame behind (`paintCountsFirst`), so that a slider and its counts never wait for the graph, and the
 * graph never waits for the slider to rest.
 */
export const drawnStore = createStore<Document>()(documentStore.getState);

/** The document as everything else shows it: in the page another frame behind, so that the graph waits for none of it. */
export const shownStore = createStore<Document>()(drawnStore.getState);

/** When a store that follows another takes over what that one holds. */
type Pace = (takeOver: () => void) => void;

let pace: { readonly drawn: Pace; readonly shown: Pace } = {
  drawn: (takeOver) => takeOver(),
  shown: (takeOver) => takeOver(),
};

const follow = (leader: StoreApi<Document>, follower: StoreApi<Document>, name: keyof typeof pace) =>
  leader.subscribe(() => pace[name](() => follower.setState(leader.getState(), true)));
follow(documentStore, drawnStore, 'drawn');
follow(drawnStore, shownStore, 'shown');

/** From now on each follows once the frame of the one before it has been painted. */
export function paintCountsFirst(): void {
  pace = { drawn: afterFrame(), shown: afterFrame() };
}

/** After the next frame, once however often it is asked meanwhile. */
function afterFrame(): Pace {
  let waiting = false;
  return (takeOver) => {
    if (waiting) return;
    waiting = true;
    // A message is delivered after the frame that the animation callback belongs to.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      waiting = false;
      takeOver();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  };
}
