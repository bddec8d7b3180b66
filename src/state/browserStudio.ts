import { type Runner, type Studio, startRunner, startStudio } from '../worker/client';

let started: Studio | null = null;

/** The page's studio worker, which runs and checkpoints share: weights that were read are there for every run. */
export function studio(): Studio {
  started ??= startStudio();
  return started;
}

let running: Promise<Runner> | null = null;

/** The page's runner, which runs and measurements share: one session worker, one look at what the browser can do. */
export function runner(): Promise<Runner> {
  running ??= startRunner(studio());
  return running;
}
