import { runner, studio } from '../browserStudio';
import { createBench } from './run';

/** The page's bench: its workers, and samples from the app's own server. */
export const bench = createBench({
  startStudio: studio,
  startRunner: runner,
  async fetchSample(name, signal) {
    const response = await fetch(`${import.meta.env.BASE_URL}samples/${name}`, { signal });
    if (!response.ok)
      throw new Error(`The sample ${name} did not load (${response.status}). Choose a video, or noise.`);
    return response.blob();
  },
});
