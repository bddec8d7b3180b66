import { lazyRoom } from '../app/lazyRoom';

const palette = () => import('./PaletteRoom');

/** The palette, which leads everywhere: a chunk of its own, since it knows what is called of the other rooms. */
export const PaletteRoom = lazyRoom(async () => (await palette()).PaletteRoom, 'over');

/** Fetches what must open at once when its key is pressed; to be called when there is nothing else to do. */
export const fetchAhead = (): void => void palette().catch(() => {});
