import { startScaling } from '../../worker/client';
import { createExplorer } from './explorer';

/** The page's explorer. */
export const explorer = createExplorer(startScaling);
