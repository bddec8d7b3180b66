import { type Studio, startStudio } from '../worker/client';

let started: Studio | null = null;

/** The page's studio worker, which runs and checkpoints share: weights that were read are there for every run. */
export function studio(): Studio {
  started ??= startStudio();
  return started;
}
