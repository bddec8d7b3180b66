import { sentenceOf } from '../../text/sentence';
import type { Camera, CameraFrame } from '../../video/camera';
import type { ClassesStore } from './classes';

/** The page's one camera, which recordings and live labels share. */
export type CameraHub = ReturnType<typeof createCameraHub>;

const SAID: ReadonlyMap<string, string> = new Map([
  ['hidden', 'The camera was switched off because this tab was hidden.'],
  ['unplugged', 'The camera was unplugged or taken away. Plug it in and switch it on again.'],
]);

/** A hub with the camera off. */
export function createCameraHub(classes: ClassesStore, start: () => Promise<Camera>) {
  let camera: Camera | null = null;
  let opening: Promise<Camera | null> | null = null;
  let listener: ((frame: CameraFrame) => Promise<void>) | null = null;
  const endings: (() => Promise<void> | void)[] = [];

  const deliver = async (opened: Camera): Promise<void> => {
    const frames = opened.frames();
    let next = await frames.next();
    for (; !next.done; next = await frames.next()) {
      if (listener) await listener(next.value);
      else next.value.image.close();
    }
    if (camera === opened) camera = null;
    for (const ended of endings) await ended();
    const fault = SAID.get(next.value);
    classes.setState({ camera: null, ...(fault && { fault }) });
  };

  const begin = async (): Promise<Camera | null> => {
    try {
      const opened = await start();
      camera = opened;
      classes.setState({ camera: { name: opened.name, stream: opened.stream }, fault: null });
      void deliver(opened);
      return opened;
    } catch (error) {
      classes.setState({ fault: sentenceOf(error) });
      return null;
    }
  };

  return {
    /** The camera, switched on where it is off; null where it does not start, which is said. */
    async open(): Promise<Camera | null> {
      if (camera) return camera;
      opening ??= begin().finally(() => {
        opening = null;
      });
      return opening;
    },
    close: (): void => camera?.close(),
    isOpen: (): boolean => camera !== null,
    /** Hands pictures to one listener, the newest whenever it is ready; the listener closes them. Null removes it. */
    listen(next: ((frame: CameraFrame) => Promise<void>) | null): void {
      listener = next;
    },
    /** Calls back when the camera goes off, for whatever reason. */
    onEnd: (ended: () => Promise<void> | void): void => {
      endings.push(ended);
    },
  };
}
