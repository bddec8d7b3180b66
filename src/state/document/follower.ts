import { createStore, type StoreApi } from 'zustand/vanilla';

/** When work that became due is done: at once, or later and then once for all of it. */
export type Schedule = (work: () => void) => void;

/** Does due work at once. */
export const atOnce: Schedule = (work) => work();

/**
 * A store that takes over what another one holds, on a schedule. The control under the hand and the counts read the
 * document itself; in the page the graph's copy follows a frame behind and that of everything else another frame, so
 * that a slider and its counts never wait for the graph, and the graph waits for nothing else.
 */
export function createFollower<T>(leader: StoreApi<T>, schedule: Schedule): StoreApi<T> {
  const follower = createStore<T>()(leader.getState);
  leader.subscribe(() => schedule(() => follower.setState(leader.getState(), true)));
  return follower;
}

/** A schedule of work for after the next frame has been painted, once however often it becomes due meanwhile. */
export function afterFrame(): Schedule {
  let waiting = false;
  return (work) => {
    if (waiting) return;
    waiting = true;
    // A message is delivered after the frame that the animation callback belongs to.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port is never collected.
      port1.close();
      waiting = false;
      work();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  };
}
