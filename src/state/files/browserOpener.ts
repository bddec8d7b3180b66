import { pageApp } from '../pageApp';
import { workersOf } from '../workers';
import { createOpener } from './opener';

/** The page's opener of checkpoints. */
export const opener = createOpener(workersOf(pageApp).studio);
