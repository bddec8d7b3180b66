import { studio } from '../browserStudio';
import { createOpener } from './opener';

/** The page's opener of checkpoints. */
export const opener = createOpener(studio);
