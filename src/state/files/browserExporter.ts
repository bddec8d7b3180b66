import { studio } from '../browserStudio';
import { createExporter } from './exporter';

/** The page's exporter. */
export const exporter = createExporter(studio);
