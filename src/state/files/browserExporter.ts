import { pageApp } from '../pageApp';
import { workersOf } from '../workers';
import { createExporter } from './exporter';

/** The page's exporter. */
export const exporter = createExporter(workersOf(pageApp).studio);
